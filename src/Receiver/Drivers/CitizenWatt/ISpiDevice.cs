namespace PowerMeter.Receiver.Drivers.CitizenWatt;

/// <summary>One chip on an SPI bus.</summary>
public interface ISpiDevice : IDisposable
{
    /// <summary>Selects the chip, clocks the bytes out and as many in, and deselects it.</summary>
    /// <param name="readBuffer">As long as what is written.</param>
    /// <exception cref="Linux.KernelException">The bus cannot be used.</exception>
    void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer);
}
