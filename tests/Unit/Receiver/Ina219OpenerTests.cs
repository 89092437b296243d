using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Ina219OpenerTests : IDisposable
{
    private const int Busy = 16;

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryDirectory _directory = new();
    private readonly KernelTree _tree;
    private readonly Dictionary<(string, int), SimulatedIna219> _bus = [];
    private Action _beforeBusy = () => { };

    public Ina219OpenerTests() => _tree = new KernelTree(_directory);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Hwmon_comes_before_iio_and_iio_before_the_bus()
    {
        _bus[("/dev/i2c-1", 0x40)] = new SimulatedIna219(_time);
        Open().ShouldBeOfType<Ina219Chip>();
        _tree.AddIio(0, 1, 0x40);
        Open().ShouldBeOfType<Ina219Iio>();
        Directory.Delete(_tree.Root, recursive: true);
        _tree.AddHwmon(0, 1, 0x40);
        Open().ShouldBeOfType<Ina219Hwmon>();
    }

    [Fact]
    public void Only_the_chip_of_this_bus_and_address_is_taken()
    {
        _tree.AddHwmon(0, 1, 0x41);
        _tree.AddHwmon(1, 0, 0x40);
        _tree.AddIio(0, 2, 0x40);
        _tree.AddHwmon(2, 1, 0x44, "ina226");
        _bus[("/dev/i2c-1", 0x40)] = new SimulatedIna219(_time);
        Open().ShouldBeOfType<Ina219Chip>();
        Open(new Ina219Options(Address: 0x41)).ShouldBeOfType<Ina219Hwmon>();
        Open(new Ina219Options("/dev/i2c-2")).ShouldBeOfType<Ina219Iio>();
    }

    [Fact]
    public void Two_chips_on_one_bus_are_two_sensors()
    {
        var first = _bus[("/dev/i2c-1", 0x40)] = new SimulatedIna219(_time) { BusVolts = 12, ShuntVolts = 0.1 };
        _bus[("/dev/i2c-1", 0x41)] = new SimulatedIna219(_time) { BusVolts = 5, ShuntVolts = -0.05 };
        using var one = Open();
        using var two = Open(new Ina219Options(Address: 0x41));
        _time.Advance(TimeSpan.FromSeconds(1));
        one.Read().Watts.ShouldBe(12, 1e-6);
        two.Read().Watts.ShouldBe(-2.5, 1e-6);
        first.AbsentErrno = 121;
        _time.Advance(TimeSpan.FromSeconds(1));
        Should.Throw<Ina219Exception>(() => one.Read());
        two.Read().Watts.ShouldBe(-2.5, 1e-6);
    }

    [Fact]
    public void Everything_that_the_kernel_has_is_listed()
    {
        var hwmon = _tree.AddHwmon(3, 1, 0x41);
        var iio = _tree.AddIio(0, 0, 0x4F);
        _tree.AddHwmon(4, 1, 0x50, "lm75");
        new Ina219Interfaces(new AttributeFiles(), _tree.Root).Find().ShouldBe(
            [new Ina219Entry(Ina219Door.Hwmon, hwmon, 1, 0x41), new Ina219Entry(Ina219Door.Iio, iio, 0, 0x4F)]);
        new Ina219Interfaces(new AttributeFiles(), _directory.File("nothing")).Find().ShouldBeEmpty();
    }

    [Fact]
    public void A_driver_that_came_meanwhile_is_used_when_the_bus_says_busy()
    {
        _beforeBusy = () => _tree.AddIio(0, 1, 0x40);
        Open().ShouldBeOfType<Ina219Iio>();
    }

    [Fact]
    public void A_bus_address_that_a_driver_has_names_it_and_the_remedy()
    {
        _tree.AddHwmon(0, 1, 0x40);
        Error(new Ina219Options(Interface: Ina219Door.I2c)).ShouldBe((SensorState.Fault,
            "The kernel driver ina2xx has 0x40 on /dev/i2c-1. Set interface to auto, so that the chip is read through it; or take it off: echo 1-0040 | sudo tee /sys/bus/i2c/devices/1-0040/driver/unbind."));
        _tree.AddChip(1, 0x48, "lm75");
        Error(new Ina219Options(Address: 0x48)).ShouldBe((SensorState.Fault,
            "The kernel driver lm75 has 0x48 on /dev/i2c-1. Check address; or take it off: echo 1-0048 | sudo tee /sys/bus/i2c/devices/1-0048/driver/unbind."));
    }

    [Theory]
    [InlineData(Ina219Door.Hwmon, "No hwmon driver has an INA219 at 0x40 on bus 1. Load it: sudo modprobe ina2xx; echo ina219 0x40 | sudo tee /sys/bus/i2c/devices/i2c-1/new_device. Or set interface to auto.")]
    [InlineData(Ina219Door.Iio, "No IIO driver has an INA219 at 0x40 on bus 1. Load it: sudo modprobe ina2xx-adc; echo ina219 0x40 | sudo tee /sys/bus/i2c/devices/i2c-1/new_device. Or set interface to auto.")]
    public void A_driver_that_is_wanted_and_not_there_is_absent(Ina219Door door, string message) =>
        Error(new Ina219Options(Interface: door)).ShouldBe((SensorState.Absent, message));

    [Fact]
    public void A_directory_that_was_named_is_used()
    {
        _tree.AddHwmon(3, 7, 0x42);
        _tree.AddIio(1, 7, 0x43);
        Open(new Ina219Options("/sys/class/hwmon/hwmon3", Ina219Door.Hwmon)).ShouldBeOfType<Ina219Hwmon>();
        Open(new Ina219Options("/sys/class/hwmon/hwmon3", Ina219Door.Hwmon, 0x42)).ShouldBeOfType<Ina219Hwmon>();
        Open(new Ina219Options("/sys/bus/iio/devices/iio:device1", Ina219Door.Iio)).ShouldBeOfType<Ina219Iio>();
    }

    [Fact]
    public void A_directory_that_is_another_chips_now_is_a_fault()
    {
        _tree.AddHwmon(3, 7, 0x42);
        _tree.AddHwmon(4, 7, 0x4C, "lm75");
        Error(new Ina219Options("/sys/class/hwmon/hwmon3", Ina219Door.Hwmon, 0x41)).ShouldBe((SensorState.Fault,
            "/sys/class/hwmon/hwmon3 is the chip at 0x42, and address is 0x41. These numbers change from boot to boot: set device to the bus, such as /dev/i2c-7."));
        Error(new Ina219Options("/sys/class/hwmon/hwmon4", Ina219Door.Hwmon)).ShouldBe((SensorState.Fault,
            "/sys/class/hwmon/hwmon4 is 'lm75', and no INA219. These numbers change from boot to boot: set device to the bus, such as /dev/i2c-1, and address."));
        Error(new Ina219Options("/sys/class/hwmon/hwmon5", Ina219Door.Hwmon)).ShouldBe((SensorState.Absent,
            "There is no /sys/class/hwmon/hwmon5. These numbers change from boot to boot: set device to the bus, such as /dev/i2c-1, and address."));
    }

    [Fact]
    public void A_chip_that_cannot_be_set_up_leaves_no_connection_open()
    {
        var chip = _bus[("/dev/i2c-1", 0x40)] = new SimulatedIna219(_time) { KeepsWrites = false };
        Should.Throw<Ina219Exception>(() => Open());
        chip.OpenConnections.ShouldBe(0);
    }

    private (SensorState, string) Error(Ina219Options options)
    {
        var error = Should.Throw<Ina219Exception>(() => Open(options));
        return (error.State, error.Message);
    }

    private IIna219 Open(Ina219Options? options = null)
    {
        var files = new AttributeFiles();
        return new Ina219Opener(
            options ?? new Ina219Options(), TimeSpan.FromMilliseconds(500), files, new Ina219Interfaces(files, _tree.Root), Connect, _time).Open();
    }

    private II2cDevice Connect(string path, int address)
    {
        if (_bus.TryGetValue((path, address), out var chip)) return chip.Connect();
        _beforeBusy();
        throw new KernelException($"ioctl I2C_SLAVE {path}", Busy);
    }
}
