namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>Bytes from a serial line.</summary>
public interface ISerialPort : IDisposable
{
    /// <summary>Waits for bytes, at most this long.</summary>
    /// <returns>How many came; 0 when none came in time.</returns>
    /// <exception cref="Linux.KernelException">The device is gone (EIO), or reading failed.</exception>
    int Read(Span<byte> buffer, TimeSpan timeout);
}
