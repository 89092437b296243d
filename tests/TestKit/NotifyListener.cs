using System.Net.Sockets;
using System.Text;

namespace PowerMeter.Tests.TestKit;

/// <summary>systemd's end of a notification socket: a real one, that hears what a service says.</summary>
public sealed class NotifyListener : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <param name="address">As in <c>NOTIFY_SOCKET</c>.</param>
    public NotifyListener(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        Address = address;
        _socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));
    }

    public string Address { get; }

    /// <summary>Whether something was said that nobody has taken.</summary>
    public bool HasMore => _socket.Available > 0;

    /// <summary>What was said next; waits for it.</summary>
    /// <exception cref="OperationCanceledException">Nothing was, for a minute.</exception>
    public async Task<string> NextAsync()
    {
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer, limit.Token));
    }

    public void Dispose() => _socket.Dispose();
}
