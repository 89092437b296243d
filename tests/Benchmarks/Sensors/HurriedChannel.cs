using PowerMeter.Receiver.Bluetooth;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>A connection whose waits are as much shorter as the driver's clock runs faster.</summary>
internal sealed class HurriedChannel(IAttChannel channel, int factor) : IAttChannel
{
    public void Send(ReadOnlySpan<byte> packet) => channel.Send(packet);

    public int Receive(Span<byte> buffer, TimeSpan timeout) => channel.Receive(buffer, timeout / factor);

    public void Dispose() => channel.Dispose();
}
