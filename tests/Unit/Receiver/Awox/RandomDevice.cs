using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Linux;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

/// <summary>A connection on which anything comes: often the right answer, often not; after 2,000 packets it is lost.</summary>
internal sealed class RandomDevice(ManualTimeProvider time, byte[][] packets, Mutator mutator, Random random) : IAttChannel
{
    private int _left = 2000;
    private byte _request;

    public int Receive(Span<byte> buffer, TimeSpan timeout)
    {
        if (_left-- == 0) throw new KernelException("recv", 104); // ECONNRESET
        time.Advance(timeout * random.NextDouble());
        if (random.Next(4) == 0) return 0;
        var fitting = packets.Where(packet => packet[0] == _request + 1).ToList();
        var packet = fitting.Count > 0 && random.Next(3) > 0 ? fitting[0] : mutator.Next();
        packet.AsSpan(0, Math.Min(packet.Length, buffer.Length)).CopyTo(buffer);
        return packet.Length;
    }

    public void Send(ReadOnlySpan<byte> packet) => _request = packet[0];

    public void Dispose()
    {
    }
}
