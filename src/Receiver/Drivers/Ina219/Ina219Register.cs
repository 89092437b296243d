namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>The chip's registers and their bits: data sheet SBOS448G, section 8.6.</summary>
public static class Ina219Register
{
    public const byte Configuration = 0;

    /// <summary>Two's complement, 10 µV a bit.</summary>
    public const byte Shunt = 1;

    /// <summary>Bits 15 to 3: 4 mV a bit. Bit 1: a conversion is ready. Bit 0: the current or the power is out of range.</summary>
    public const byte Bus = 2;

    /// <summary>Unsigned: says nothing of the direction, so its watts are not used. Reading it clears the ready bit.</summary>
    public const byte Power = 3;

    /// <summary>Two's complement; its unit is set by the calibration, and it is 0 while that is 0.</summary>
    public const byte Current = 4;

    /// <summary>Bit 0 is always 0. 0 after the supply failed.</summary>
    public const byte Calibration = 5;

    public const ushort BusReady = 0b10;
    public const ushort BusOverflow = 0b1;
    public const int BusShift = 3;

    public const double VoltsPerBusBit = 0.004;
    public const double VoltsPerShuntBit = 0.00001;
}
