namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>Makes volts and amperes of the registers, or the fault that they tell.</summary>
public static class Ina219Decoder
{
    public const string ShuntOverflow =
        "The current is more than max_amps, or than the shunt allows: the chip's measuring range is exceeded. Raise max_amps; with shunt_ohms times max_amps at 0.32 V already, use a smaller shunt.";

    public const string BusOverflow =
        "The bus voltage is at the end of the chip's range. Set bus_range to 32; the chip bears 26 V at most.";

    /// <summary>A kernel driver sets the range; there it is not ours to choose.</summary>
    public const string ShuntAtLimit =
        "The current is more than the chip measures: the voltage across the shunt is at its limit. Use a smaller shunt.";

    /// <param name="bus">Register 2, with its flags.</param>
    /// <param name="shunt">Register 1.</param>
    /// <param name="current">Register 4.</param>
    public static Ina219Result Decode(Ina219Setup setup, ushort bus, ushort shunt, ushort current)
    {
        ArgumentNullException.ThrowIfNull(setup);
        // At its limit the converter says no more how much more it is.
        if ((bus & Ina219Register.BusOverflow) != 0 || Math.Abs((int)Signed(shunt)) >= setup.ShuntLimit) return Ina219Result.Fault(ShuntOverflow);
        var busBits = bus >> Ina219Register.BusShift;
        if (busBits >= setup.BusLimit) return Ina219Result.Fault(BusOverflow);
        return Ina219Result.Measured(busBits * Ina219Register.VoltsPerBusBit, Signed(current) * setup.AmperesPerBit);
    }

    /// <summary>Two's complement: data sheet, shunt voltage and current registers.</summary>
    private static short Signed(ushort word) => unchecked((short)word);
}
