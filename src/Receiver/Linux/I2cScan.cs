using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// Which addresses of an I²C bus answer. Each is asked to send one byte, as i2cdetect -r does: nothing is written to a
/// chip, not even the number of a register.
/// </summary>
public static class I2cScan
{
    /// <summary>The addresses below and above are not for chips (I²C-bus specification, table 4).</summary>
    public const int First = 0x08;
    public const int Last = 0x77;

    /// <summary>I2C_SMBUS_BYTE (linux/i2c.h): a byte without a register.</summary>
    private const uint PlainByte = 1;

    /// <returns>Those that answer, and those that a kernel driver has, which are not asked.</returns>
    /// <exception cref="KernelException">The bus cannot be opened, is none, or is held down (ETIMEDOUT).</exception>
    public static IReadOnlyList<I2cAnswer> Scan(string path)
    {
        var descriptor = LibC.Open(path, LibC.ReadWrite | LibC.CloseOnExec);
        if (descriptor < 0) throw Failed($"open {path}");
        try
        {
            var found = new List<I2cAnswer>();
            for (var address = First; address <= Last; address++)
                if (Ask(descriptor, path, address) is { } answer) found.Add(answer);
            return found;
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }

    private static unsafe I2cAnswer? Ask(int descriptor, string path, int address)
    {
        if (LibC.I2c.Control(descriptor, LibC.I2c.ChooseAddress, (nuint)address) < 0)
            return Marshal.GetLastPInvokeError() == LibC.EBUSY ? new I2cAnswer(address, Held: true, null) : throw Failed($"ioctl I2C_SLAVE {path}");
        var data = stackalloc byte[LibC.I2c.DataSize];
        var transfer = new LibC.I2c.SmbusTransfer { ReadOrWrite = LibC.I2c.Read, Command = 0, Size = PlainByte, Data = data };
        if (LibC.I2c.Control(descriptor, LibC.I2c.Transfer, &transfer) >= 0) return new I2cAnswer(address, Held: false, null);
        // A bus that is held down would take a second an address.
        return Marshal.GetLastPInvokeError() == LibC.I2c.ETIMEDOUT ? throw Failed($"ioctl I2C_SMBUS {path}") : null;
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
