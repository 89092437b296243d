namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>One chip on an I²C bus, whose registers have 16 bits each, the most significant byte first on the wire.</summary>
public interface II2cDevice : IDisposable
{
    /// <exception cref="Linux.KernelException">The chip does not answer (ENXIO, EREMOTEIO, ETIMEDOUT), or the transfer failed.</exception>
    ushort ReadWord(byte register);

    /// <exception cref="Linux.KernelException">As for reading.</exception>
    void WriteWord(byte register, ushort word);
}
