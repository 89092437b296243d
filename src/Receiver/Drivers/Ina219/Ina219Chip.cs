using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>
/// The chip by its registers. After each reading it is checked that the chip still is set up as it was: a dip of its
/// supply puts it back to where it computes no current, which would look like 0 W.
/// </summary>
public sealed class Ina219Chip : IIna219
{
    public static readonly Sentence Lost = new Sentence("Ina219_Lost");

    public static readonly Sentence Changed = new Sentence("Ina219_Changed");

    public static readonly Sentence Stuck = new Sentence("Ina219_Stuck");

    private readonly II2cDevice _device;
    private readonly Ina219Setup _setup;
    private readonly string _path;
    private readonly int _address;
    private readonly TimeProvider _time;
    private long _configured;
    private long _lastConversion;

    /// <summary>Sets the chip up, and reads back what was written.</summary>
    /// <exception cref="Ina219Exception">Nothing answers, or no INA219.</exception>
    public Ina219Chip(II2cDevice device, Ina219Setup setup, string path, int address, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _device = device;
        _setup = setup;
        _path = path;
        _address = address;
        _time = time;
        Explained(SetUp);
    }

    public int ReadingsASample => 1;

    /// <summary>From the setup to the first conversion that began after it and has surely ended: the longest takes a tenth more than the typical one.</summary>
    private TimeSpan Settling => _setup.ConversionTime * 1.1;

    public Ina219Result Read() => Explained(ReadNow);

    public void Dispose() => _device.Dispose();

    private Ina219Result ReadNow()
    {
        var since = _time.GetElapsedTime(_configured);
        if (since < Settling) return Ina219Result.NotReady(Settling - since);

        var bus = _device.ReadWord(Ina219Register.Bus);
        var shunt = _device.ReadWord(Ina219Register.Shunt);
        var current = _device.ReadWord(Ina219Register.Current);
        // After the values, so that they are known to be of a chip that was set up.
        var configuration = _device.ReadWord(Ina219Register.Configuration);
        var calibration = _device.ReadWord(Ina219Register.Calibration);
        if (configuration != _setup.Configuration || calibration != _setup.Calibration)
        {
            SetUp();
            return Ina219Result.Fault(calibration == 0 ? Lost : Changed, Settling);
        }

        if ((bus & Ina219Register.BusReady) == 0)
            return _time.GetElapsedTime(_lastConversion) > 5 * Settling ? Ina219Result.Fault(Stuck) : Ina219Result.NotReady(_setup.ConversionTime / 4);
        // Clears the ready bit, so that a chip that has stopped converting is seen.
        _ = _device.ReadWord(Ina219Register.Power);
        _lastConversion = _time.GetTimestamp();
        return Ina219Decoder.Decode(_setup, bus, shunt, current);
    }

    private bool SetUp()
    {
        _device.WriteWord(Ina219Register.Configuration, _setup.Configuration);
        _device.WriteWord(Ina219Register.Calibration, _setup.Calibration);
        if (_device.ReadWord(Ina219Register.Configuration) != _setup.Configuration || _device.ReadWord(Ina219Register.Calibration) != _setup.Calibration)
            throw Ina219Fault.Forgetful(_path, _address);
        // A conversion from before must not pass for one of this setup.
        _ = _device.ReadWord(Ina219Register.Power);
        _configured = _lastConversion = _time.GetTimestamp();
        return true;
    }

    private T Explained<T>(Func<T> transfer)
    {
        try
        {
            return transfer();
        }
        catch (KernelException e)
        {
            throw Ina219Fault.Transfer(e, _path, _address);
        }
    }
}
