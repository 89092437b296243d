using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>Makes volts and amperes of the registers, or the fault that they tell.</summary>
public static class Ina219Decoder
{
    public static readonly Sentence ShuntOverflow = new Sentence("Ina219_ShuntOverflow");

    public static readonly Sentence BusOverflow = new Sentence("Ina219_BusOverflow");

    /// <summary>A kernel driver sets the range; there it is not ours to choose.</summary>
    public static readonly Sentence ShuntAtLimit = new Sentence("Ina219_ShuntAtLimit");

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
