using System.Globalization;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>What an error of the bus, or of a kernel driver's file, means to the user, and what helps.</summary>
public static class Ina219Fault
{
    /// <summary>The bus's device file could not be opened. EBUSY is <see cref="Held"/>.</summary>
    public static Ina219Exception Opening(KernelException exception, string device)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENOENT or LibC.ENXIO or LibC.ENODEV => Absent(exception, new Sentence("Ina219_NoBus", device)),
            LibC.EACCES or LibC.I2c.EPERM => Fault(exception, new Sentence("Ina219_BusForbidden", device)),
            LibC.ENOTTY or LibC.I2c.EINVAL or LibC.I2c.EISDIR => Fault(exception, new Sentence("Ina219_NoI2cBus", device)),
            _ => Fault(exception, Sentence.Verbatim(exception.Message)),
        };
    }

    /// <summary>A register could not be read or written.</summary>
    public static Ina219Exception Transfer(KernelException exception, string device, int address)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENXIO or LibC.EIO or LibC.ENODEV or LibC.I2c.EREMOTEIO => Absent(exception, new Sentence("Ina219_Nothing", Hex(address), device, Detect(device))),
            LibC.I2c.ETIMEDOUT => Absent(exception, new Sentence("Ina219_NotInTime", device, Detect(device))),
            LibC.I2c.EOPNOTSUPP => Fault(exception, new Sentence("Ina219_NoWords", device)),
            _ => Fault(exception, Sentence.Verbatim(exception.Message)),
        };
    }

    /// <summary>What was written does not stay.</summary>
    public static Ina219Exception Forgetful(string device, int address) =>
        new(SensorState.Fault, new Sentence("Ina219_Forgetful", Hex(address), device, Detect(device)));

    /// <summary>EBUSY: a kernel driver has the address, and it is not one through which the chip can be read now.</summary>
    /// <param name="driver">Its name; null when the kernel does not say.</param>
    /// <param name="client">The kernel's name for the address, such as <c>1-0040</c>.</param>
    public static Ina219Exception Held(
        KernelException exception, Ina219Options options, string? driver, string client)
    {
        ArgumentNullException.ThrowIfNull(options);
        var remedy = driver is not ("ina2xx" or "ina2xx_adc") ? new Sentence("Ina219_CheckAddress")
            : options.Interface == Ina219Door.Auto ? new Sentence("Ina219_ShowsNothing")
            : new Sentence("Ina219_SetAuto");
        var who = driver is null ? new Sentence("Ina219_AnotherChip") : Sentence.Verbatim(driver);
        return Fault(exception, new Sentence("Ina219_Held", who, Hex(options.AddressOnBus), options.Device, remedy, client));
    }

    /// <summary>A file of a kernel driver could not be read.</summary>
    /// <param name="directory">The driver's, for this chip.</param>
    public static Ina219Exception Attribute(KernelException exception, string directory)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENOENT or LibC.ENODEV => Absent(exception, new Sentence("Ina219_DriverGone", directory)),
            LibC.ENXIO or LibC.EIO or LibC.I2c.EREMOTEIO or LibC.I2c.ETIMEDOUT => Absent(exception, new Sentence("Ina219_DriverSilent", directory)),
            LibC.EACCES or LibC.I2c.EPERM => Fault(exception, new Sentence("Ina219_DriverForbidden", directory, exception.Message)),
            _ => Fault(exception, Sentence.Verbatim(exception.Message)),
        };
    }

    /// <summary>No kernel driver has the chip, and one is asked for.</summary>
    public static Ina219Exception NoDriver(Ina219Door door, int bus, int address)
    {
        var (module, kind) = door == Ina219Door.Iio ? ("ina2xx-adc", "IIO") : ("ina2xx", "hwmon");
        return new Ina219Exception(SensorState.Absent, new Sentence("Ina219_NoDriver", kind, Hex(address), bus, module));
    }

    public static string Hex(int address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:X2}");

    private static string Detect(string device) => $"i2cdetect -y {device.AsSpan(device.LastIndexOf('-') + 1)}";

    private static Ina219Exception Absent(KernelException exception, Sentence sentence) => new(SensorState.Absent, sentence, exception);

    private static Ina219Exception Fault(KernelException exception, Sentence sentence) => new(SensorState.Fault, sentence, exception);
}
