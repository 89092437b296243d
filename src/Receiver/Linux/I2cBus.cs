namespace PowerMeter.Receiver.Linux;

/// <summary>Looks at an I²C bus without writing to any chip.</summary>
public static class I2cBus
{
    /// <summary>Reads the 16 bits of register 0; some other kinds of chips take a reading for an event, so ask only where a known kind is expected.</summary>
    /// <param name="address">7 bits.</param>
    /// <exception cref="KernelException">The bus cannot be opened, or is none.</exception>
    public static I2cAnswer Ask(string path, int address)
    {
        I2cDevice device;
        try
        {
            device = I2cDevice.Open(path, address);
        }
        catch (KernelException e) when (e.Errno == LibC.EBUSY)
        {
            return new I2cAnswer(address, Held: true, null);
        }

        using (device)
        {
            try
            {
                return new I2cAnswer(address, Held: false, device.ReadWord(0));
            }
            catch (KernelException)
            {
                return new I2cAnswer(address, Held: false, null);
            }
        }
    }
}
