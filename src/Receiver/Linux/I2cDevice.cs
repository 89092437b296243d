using System.Buffers.Binary;
using System.Runtime.InteropServices;
using PowerMeter.Receiver.Drivers.Ina219;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// A chip behind /dev/i2c-N, spoken to by SMBus word transfers: every adapter has them, i2c-stub as well. See the
/// kernel's Documentation/i2c/dev-interface.rst.
/// </summary>
public sealed class I2cDevice : II2cDevice
{
    private readonly string _path;
    private int _descriptor;

    private I2cDevice(string path, int descriptor)
    {
        _path = path;
        _descriptor = descriptor;
    }

    /// <param name="address">7 bits.</param>
    /// <exception cref="KernelException">
    /// It cannot be opened, is no I²C bus (ENOTTY), or a kernel driver has the address (EBUSY). Whether a chip answers
    /// shows at the first transfer.
    /// </exception>
    public static I2cDevice Open(string path, int address)
    {
        var descriptor = LibC.Open(path, LibC.ReadWrite | LibC.CloseOnExec);
        if (descriptor < 0) throw Failed($"open {path}");
        var device = new I2cDevice(path, descriptor);
        try
        {
            device.Check(LibC.I2c.Control(descriptor, LibC.I2c.ChooseAddress, (nuint)address), "ioctl I2C_SLAVE");
            return device;
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }

    public unsafe ushort ReadWord(byte register)
    {
        var data = stackalloc byte[LibC.I2c.DataSize];
        Transfer(LibC.I2c.Read, register, data);
        return BinaryPrimitives.ReverseEndianness(*(ushort*)data);
    }

    public unsafe void WriteWord(byte register, ushort word)
    {
        var data = stackalloc byte[LibC.I2c.DataSize];
        // SMBus sends the low byte first, the chip wants the high one.
        *(ushort*)data = BinaryPrimitives.ReverseEndianness(word);
        Transfer(LibC.I2c.Write, register, data);
    }

    public void Dispose()
    {
        if (_descriptor >= 0) _ = LibC.Close(_descriptor);
        _descriptor = -1;
    }

    private unsafe void Transfer(byte readOrWrite, byte register, byte* data)
    {
        var transfer = new LibC.I2c.SmbusTransfer { ReadOrWrite = readOrWrite, Command = register, Size = LibC.I2c.WordData, Data = data };
        Check(LibC.I2c.Control(_descriptor, LibC.I2c.Transfer, &transfer), "ioctl I2C_SMBUS");
    }

    private void Check(int result, string call)
    {
        if (result < 0) throw Failed($"{call} {_path}");
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
