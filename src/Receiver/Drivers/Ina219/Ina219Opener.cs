using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>Finds the way in: through the kernel driver that has the chip, else by the chip's own registers.</summary>
/// <param name="interfaces">What the kernel's drivers have.</param>
/// <param name="openBus">Opens an address on a bus; throws <see cref="KernelException"/>.</param>
public sealed class Ina219Opener(
    Ina219Options options, TimeSpan period, IAttributeFiles files, Ina219Interfaces interfaces, Func<string, int, II2cDevice> openBus, TimeProvider time)
{
    private readonly Ina219Setup _setup = new(options.ShuntOhms, options.MaxAmperes, options.BusRangeVolts, options.Averaging);

    /// <exception cref="Ina219Exception">There is no way in now.</exception>
    public IIna219 Open()
    {
        if (options.Bus is not { } bus) return Open(EntryThatWasNamed());
        return options.Interface switch
        {
            Ina219Door.I2c => OpenBus(bus),
            Ina219Door.Auto => Find(bus, Ina219Door.Hwmon, Ina219Door.Iio) is { } entry ? Open(entry) : OpenBus(bus),
            _ => Open(Find(bus, options.Interface) ?? throw Ina219Fault.NoDriver(options.Interface, bus, options.AddressOnBus)),
        };
    }

    private Ina219Entry? Find(int bus, params ReadOnlySpan<Ina219Door> doors) => interfaces.Find(bus, options.AddressOnBus, doors);

    private Ina219Entry EntryThatWasNamed()
    {
        var entry = interfaces.At(options.Interface, options.Device);
        if (options.Address is { } wanted && entry.Address is { } found && wanted != found)
            throw new Ina219Exception(SensorState.Fault,
                new Sentence("Ina219_OtherAddress", options.Device, Ina219Fault.Hex(found), Ina219Fault.Hex(wanted), entry.Bus ?? 1));
        return entry;
    }

    private IIna219 Open(Ina219Entry entry)
    {
        var attributes = new Ina219Attributes(files, entry.Directory);
        var readings = options.ReadingsASample(period);
        return entry.Door == Ina219Door.Hwmon
            ? new Ina219Hwmon(attributes, options.ShuntOhms, readings)
            : new Ina219Iio(attributes, options.ShuntOhms, readings);
    }

    private IIna219 OpenBus(int bus)
    {
        var address = options.AddressOnBus;
        II2cDevice device;
        try
        {
            device = openBus(options.Device, address);
        }
        catch (KernelException e) when (e.Errno == LibC.EBUSY)
        {
            // A driver may have come since it was looked for.
            if (options.Interface == Ina219Door.Auto && Find(bus, Ina219Door.Hwmon, Ina219Door.Iio) is { } entry) return Open(entry);
            throw Ina219Fault.Held(e, options, interfaces.DriverOf(bus, address), Ina219Interfaces.Client(bus, address));
        }
        catch (KernelException e)
        {
            throw Ina219Fault.Opening(e, options.Device);
        }

        try
        {
            return new Ina219Chip(device, _setup, options.Device, address, time);
        }
        catch
        {
            device.Dispose();
            throw;
        }
    }
}
