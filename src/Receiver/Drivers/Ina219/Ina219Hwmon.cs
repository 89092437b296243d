using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>
/// The chip through the kernel's driver ina2xx (drivers/hwmon/ina2xx.c): range 32 V and 320 mV, one conversion of
/// 0.5 ms at a time; the kernel restores a lost calibration itself. It computes the current with a shunt of 10 mΩ
/// until it is told another.
/// </summary>
public sealed class Ina219Hwmon(Ina219Attributes attributes, double shuntOhms, int readingsASample) : IIna219
{
    private const string Resistor = "shunt_resistor";
    private const double MillivoltsAtLimit = 320;
    private const double BusMillivoltsAtLimit = 32_000;

    /// <summary>Kernels before 4.16 calibrate the chip anew when the shunt is written: the longest conversion.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(70);

    private readonly long _microohms = (long)Math.Round(shuntOhms * 1e6);
    private double? _refused;
    private Sentence? _advice;

    public int ReadingsASample => readingsASample;

    public Ina219Result Read()
    {
        var microohms = attributes.Read(Resistor);
        if (microohms <= 0) throw new Ina219Exception(SensorState.Fault, new Sentence("Ina219_NotAboveZero", attributes.PathOf(Resistor)));
        if (microohms == _microohms) _advice = null;
        else if (microohms != _refused && TryCorrect(microohms)) return Ina219Result.NotReady(Settling);

        if (Math.Abs(attributes.Read("in0_input")) >= MillivoltsAtLimit) return Ina219Result.Fault(Ina219Decoder.ShuntAtLimit);
        var millivolts = attributes.Read("in1_input");
        if (Math.Abs(millivolts) >= BusMillivoltsAtLimit) return Ina219Result.Fault(Ina219Decoder.BusOverflow);
        // The kernel divided by its shunt; what it measured is the voltage across the one that is there.
        var amperes = attributes.Read("curr1_input") / 1000 * microohms / _microohms;
        return double.IsFinite(amperes) && Math.Abs(amperes) * shuntOhms < 1
            ? Ina219Result.Measured(millivolts / 1000, amperes, _advice)
            : Ina219Result.Fault(Ina219Decoder.ShuntAtLimit);
    }

    public void Dispose()
    {
    }

    private bool TryCorrect(double microohms)
    {
        try
        {
            attributes.Write(Resistor, _microohms);
            if (attributes.Read(Resistor) == _microohms) return true;
        }
        catch (KernelException)
        {
            // Rights, as a rule: it is root's. The readings are corrected here then, and the user is told.
        }

        _refused = microohms;
        _advice = new Sentence("Ina219_KernelShunt", microohms / 1e6, shuntOhms, _microohms, attributes.PathOf(Resistor));
        return false;
    }
}
