using PowerMeter.Receiver.Linux;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.BluetoothController;

/// <summary>The plug of the tests at the other end of the radio link.</summary>
internal sealed class PlugInReach : IAsyncDisposable
{
    private readonly AttPeer _peer = new();

    /// <param name="address">Such as 98:7B:F3:01:02:03.</param>
    public PlugInReach(string address)
    {
        Address = [.. address.Split(':').Reverse().Select(part => Convert.ToByte(part, 16))];
        // As over a real link: a status comes in two notifications.
        _peer.Plug.Cut = frame => frame.Length > 8 ? [frame[..8], frame[8..]] : [frame];
    }

    /// <summary>Six bytes, the last of the written form first.</summary>
    public byte[] Address { get; }

    /// <summary>Connects to the plug; what it says is handed on until the link is dropped.</summary>
    public PacketSocket Connect(Action<byte[]> said)
    {
        var link = _peer.Connect();
        _ = Task.Run(() =>
        {
            var buffer = new byte[600];
            try
            {
                while (true)
                    if (link.Receive(buffer, TimeSpan.FromMilliseconds(200)) is > 0 and var length) said(buffer[..length]);
            }
            catch (Exception e) when (e is KernelException or ObjectDisposedException)
            {
                // Dropped.
            }
        });
        return link;
    }

    public ValueTask DisposeAsync() => _peer.DisposeAsync();
}
