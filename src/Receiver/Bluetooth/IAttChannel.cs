namespace PowerMeter.Receiver.Bluetooth;

/// <summary>A connection to a Low Energy device that carries whole ATT packets (PDUs).</summary>
public interface IAttChannel : IDisposable
{
    /// <summary>Waits for a packet, at most this long.</summary>
    /// <returns>The packet's length in bytes, which is more than the buffer's when its end was cut off; 0 when none came in time.</returns>
    /// <exception cref="Linux.KernelException">The connection is lost.</exception>
    int Receive(Span<byte> buffer, TimeSpan timeout);

    /// <exception cref="Linux.KernelException">The connection is lost, or takes nothing more.</exception>
    void Send(ReadOnlySpan<byte> packet);
}
