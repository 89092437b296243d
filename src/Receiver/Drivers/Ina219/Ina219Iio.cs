namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>
/// The chip through the kernel's driver ina2xx-adc (drivers/iio/adc/ina2xx-adc.c). The current comes from the shunt's
/// voltage, at the chip's full 10 µV: this needs neither the kernel's idea of the shunt nor the calibration, which this
/// driver does not restore after a dip of the supply (its current then is 0).
/// </summary>
public sealed class Ina219Iio : IIna219
{
    private readonly Ina219Attributes _attributes;
    private readonly double _shuntOhms;
    private readonly double _shuntMillivoltsPerBit;
    private readonly double _busMillivoltsPerBit;
    private readonly double _shuntMillivoltsAtLimit;
    private readonly double _busMillivoltsAtLimit;

    /// <exception cref="Ina219Exception">The driver's files cannot be read.</exception>
    public Ina219Iio(Ina219Attributes attributes, double shuntOhms, int readingsASample)
    {
        ArgumentNullException.ThrowIfNull(attributes);
        _attributes = attributes;
        _shuntOhms = shuntOhms;
        ReadingsASample = readingsASample;
        // Documentation/ABI/testing/sysfs-bus-iio: raw times scale is in mV.
        _shuntMillivoltsPerBit = attributes.Read("in_voltage0_scale");
        _busMillivoltsPerBit = attributes.Read("in_voltage1_scale");
        // The driver starts with gain 1/8 (320 mV) and 32 V; kernels before 4.16 have no other.
        _shuntMillivoltsAtLimit = 40 / (attributes.Find("in_voltage0_hardwaregain") ?? 0.125);
        _busMillivoltsAtLimit = 32_000 / (attributes.Find("in_voltage1_hardwaregain") ?? 1);
    }

    public int ReadingsASample { get; }

    public Ina219Result Read()
    {
        var shuntMillivolts = _attributes.Read("in_voltage0_raw") * _shuntMillivoltsPerBit;
        // A millionth less: 32000 times 0.01 need not be 320.
        if (!(Math.Abs(shuntMillivolts) < _shuntMillivoltsAtLimit * (1 - 1e-6))) return Ina219Result.Fault(Ina219Decoder.ShuntAtLimit);
        var busMillivolts = _attributes.Read("in_voltage1_raw") * _busMillivoltsPerBit;
        if (!(Math.Abs(busMillivolts) < _busMillivoltsAtLimit * (1 - 1e-6))) return Ina219Result.Fault(Ina219Decoder.BusOverflow);
        return Ina219Result.Measured(busMillivolts / 1000, shuntMillivolts / 1000 / _shuntOhms);
    }

    public void Dispose()
    {
    }
}
