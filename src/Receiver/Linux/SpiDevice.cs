using System.Runtime.InteropServices;
using PowerMeter.Receiver.Drivers.CitizenWatt;

namespace PowerMeter.Receiver.Linux;

/// <summary>A spidev device in mode 0, 8 bits a word (Documentation/spi/spidev.rst).</summary>
public sealed class SpiDevice : ISpiDevice
{
    private readonly string _path;
    private int _descriptor;

    private SpiDevice(string path, int descriptor)
    {
        _path = path;
        _descriptor = descriptor;
    }

    /// <param name="path">Such as /dev/spidev0.0.</param>
    /// <param name="hertz">The fastest clock.</param>
    /// <exception cref="KernelException">It cannot be opened, or is no SPI device (ENOTTY).</exception>
    public static SpiDevice Open(string path, int hertz)
    {
        var descriptor = LibC.Open(path, LibC.ReadWrite | LibC.CloseOnExec);
        if (descriptor < 0) throw Failed($"open {path}");
        var device = new SpiDevice(path, descriptor);
        try
        {
            device.Check(LibC.SpiControl(descriptor, LibC.SpiSetMode, (byte)0), "SPI_IOC_WR_MODE");
            device.Check(LibC.SpiControl(descriptor, LibC.SpiSetBitsPerWord, (byte)8), "SPI_IOC_WR_BITS_PER_WORD");
            device.Check(LibC.SpiControl(descriptor, LibC.SpiSetMaxSpeed, (uint)hertz), "SPI_IOC_WR_MAX_SPEED_HZ");
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    public unsafe void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(readBuffer.Length, writeBuffer.Length);
        fixed (byte* write = writeBuffer)
        fixed (byte* read = readBuffer)
        {
            var transfer = new LibC.SpiTransfer { WriteBuffer = (nuint)write, ReadBuffer = (nuint)read, Length = (uint)writeBuffer.Length };
            Check(LibC.SpiControl(_descriptor, LibC.SpiMessage, in transfer), "SPI_IOC_MESSAGE");
        }
    }

    public void Dispose()
    {
        if (_descriptor >= 0) _ = LibC.Close(_descriptor);
        _descriptor = -1;
    }

    private void Check(int result, string call)
    {
        if (result < 0) throw Failed($"ioctl {call} {_path}");
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
