using System.Globalization;
using PowerMeter.Receiver.Linux;
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
            LibC.ENOENT or LibC.ENXIO or LibC.ENODEV => Absent(exception,
                $"There is no {device}. Enable I²C (raspi-config, Interface Options, I2C; or dtparam=i2c_arm=on in config.txt and a restart), then: sudo modprobe i2c-dev."),
            LibC.EACCES or LibC.I2c.EPERM => Fault(exception,
                $"{device} may not be opened. Add the Receiver's user to the group i2c: sudo usermod -aG i2c USER, and start the Receiver again."),
            LibC.ENOTTY or LibC.I2c.EINVAL or LibC.I2c.EISDIR => Fault(exception, $"{device} is no I²C bus. Set device to one, such as /dev/i2c-1 (i2cdetect -l lists them)."),
            _ => Fault(exception, exception.Message),
        };
    }

    /// <summary>A register could not be read or written.</summary>
    public static Ina219Exception Transfer(KernelException exception, string device, int address)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENXIO or LibC.EIO or LibC.ENODEV or LibC.I2c.EREMOTEIO => Absent(exception,
                $"Nothing answers at {Hex(address)} on {device}. Check the wiring (VCC, GND, SDA, SCL) and the address (bridges A0 and A1): {Detect(device)} shows what answers."),
            LibC.I2c.ETIMEDOUT => Absent(exception,
                $"{device} gets no answer in time: is SDA or SCL held down, or not wired? Check the wiring and dtparam=i2c_arm=on; {Detect(device)} shows what answers."),
            LibC.I2c.EOPNOTSUPP => Fault(exception, $"The adapter of {device} knows no SMBus word transfers: use another bus."),
            _ => Fault(exception, exception.Message),
        };
    }

    /// <summary>What was written does not stay.</summary>
    public static Ina219Exception Forgetful(string device, int address) => new(SensorState.Fault,
        $"What answers at {Hex(address)} on {device} does not keep what is written to it: likely no INA219 (an INA226 has the same addresses). Check address: {Detect(device)} shows what answers.");

    /// <summary>EBUSY: a kernel driver has the address, and it is not one through which the chip can be read now.</summary>
    /// <param name="driver">Its name; null when the kernel does not say.</param>
    /// <param name="client">The kernel's name for the address, such as <c>1-0040</c>.</param>
    public static Ina219Exception Held(
        KernelException exception, Ina219Options options, string? driver, string client)
    {
        ArgumentNullException.ThrowIfNull(options);
        var remedy = driver is not ("ina2xx" or "ina2xx_adc") ? "Check address"
            : options.Interface == Ina219Door.Auto ? "It shows no values: see dmesg"
            : "Set interface to auto, so that the chip is read through it";
        return Fault(exception,
            $"The kernel driver {driver ?? "of another chip"} has {Hex(options.AddressOnBus)} on {options.Device}. {remedy}; or take it off: echo {client} | sudo tee /sys/bus/i2c/devices/{client}/driver/unbind.");
    }

    /// <summary>A file of a kernel driver could not be read.</summary>
    /// <param name="directory">The driver's, for this chip.</param>
    public static Ina219Exception Attribute(KernelException exception, string directory)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENOENT or LibC.ENODEV => Absent(exception, $"{directory} is gone: the kernel driver has let the chip go. It is looked for again."),
            LibC.ENXIO or LibC.EIO or LibC.I2c.EREMOTEIO or LibC.I2c.ETIMEDOUT => Absent(exception,
                $"The chip behind {directory} does not answer. Check its wiring (VCC, GND, SDA, SCL)."),
            LibC.EACCES or LibC.I2c.EPERM => Fault(exception, $"{directory} may not be read by the Receiver's user ({exception.Message})."),
            _ => Fault(exception, exception.Message),
        };
    }

    /// <summary>No kernel driver has the chip, and one is asked for.</summary>
    public static Ina219Exception NoDriver(Ina219Door door, int bus, int address)
    {
        var (module, kind) = door == Ina219Door.Iio ? ("ina2xx-adc", "IIO") : ("ina2xx", "hwmon");
        return new Ina219Exception(SensorState.Absent,
            $"No {kind} driver has an INA219 at {Hex(address)} on bus {bus}. Load it: sudo modprobe {module}; echo ina219 {Hex(address)} | sudo tee /sys/bus/i2c/devices/i2c-{bus}/new_device. Or set interface to auto.");
    }

    public static string Hex(int address) => string.Create(CultureInfo.InvariantCulture, $"0x{address:X2}");

    private static string Detect(string device) => $"i2cdetect -y {device.AsSpan(device.LastIndexOf('-') + 1)}";

    private static Ina219Exception Absent(KernelException exception, string message) => new(SensorState.Absent, message, exception);

    private static Ina219Exception Fault(KernelException exception, string message) => new(SensorState.Fault, message, exception);
}
