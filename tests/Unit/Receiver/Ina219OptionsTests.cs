using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Ina219OptionsTests
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    [Fact]
    public void What_is_not_set_has_its_default() => Read().ShouldBe(new Ina219Options());

    [Fact]
    public void Everything_can_be_set() => Read(
        ("device", "/dev/i2c-20"), ("interface", "i2c"), ("address", "0x4f"), ("shunt_ohms", "0.004"), ("max_amps", "15"), ("bus_range", "16"),
        ("averaging", "8"), ("noise_floor_w", "0.5"), ("min_w", "-400"), ("max_w", "400")).ShouldBe(
            new Ina219Options("/dev/i2c-20", Ina219Door.I2c, 0x4F, 0.004, 15, 16, 8, 0.5, -400, 400));

    [Theory]
    [InlineData("0x41", 0x41)]
    [InlineData("0X4A", 0x4A)]
    [InlineData("65", 0x41)]
    public void The_address_is_hexadecimal_or_decimal(string text, int address) => Read(("address", text)).AddressOnBus.ShouldBe(address);

    [Fact]
    public void The_largest_current_is_what_the_shunt_allows_unless_it_is_set()
    {
        Read().MaxAmperes.ShouldBe(3.2);
        Read(("shunt_ohms", "0.002")).MaxAmperes.ShouldBe(160);
        Read(("shunt_ohms", "0.03")).MaxAmperes.ShouldBe(10.666667);
    }

    [Theory]
    [InlineData("/sys/class/hwmon/hwmon3", Ina219Door.Hwmon)]
    [InlineData("/sys/bus/iio/devices/iio:device0", Ina219Door.Iio)]
    [InlineData("/dev/i2c-1", Ina219Door.Auto)]
    public void A_kernel_drivers_directory_says_the_interface(string device, Ina219Door door) => Read(("device", device)).Interface.ShouldBe(door);

    [Theory]
    [InlineData("device", "/dev/ttyACM0", "sensor 'Solar':device is '/dev/ttyACM0'; allowed: an I²C bus, such as /dev/i2c-1, or /sys/class/hwmon/hwmonN or /sys/bus/iio/devices/iio:deviceN.")]
    [InlineData("device", "/dev/i2c-", "sensor 'Solar':device is '/dev/i2c-'; allowed: an I²C bus")]
    [InlineData("device", "/sys/class/hwmon/hwmon1/../x", "sensor 'Solar':device is '/sys/class/hwmon/hwmon1/../x'; allowed: an I²C bus")]
    [InlineData("interface", "spi", "sensor 'Solar':interface is 'spi'; allowed: auto, hwmon, iio, i2c.")]
    [InlineData("address", "0x3F", "sensor 'Solar':address is '0x3F'; allowed: 0x40 to 0x4F (64 to 79).")]
    [InlineData("address", "40", "sensor 'Solar':address is '40'; allowed: 0x40 to 0x4F (64 to 79).")]
    [InlineData("address", "0x", "sensor 'Solar':address is '0x'; allowed: 0x40 to 0x4F (64 to 79).")]
    [InlineData("shunt_ohms", "0", "sensor 'Solar':shunt_ohms is '0'; allowed: a number from 0.0001 to 10 ohm.")]
    [InlineData("max_amps", "3.3", "sensor 'Solar':max_amps is '3.3'; allowed: at most 3.2 A, since shunt_ohms is 0.1 and the chip measures at most 0.32 V across the shunt.")]
    [InlineData("max_amps", "0", "sensor 'Solar':max_amps is '0'; allowed: a number from 0.001 to 3200 A.")]
    [InlineData("bus_range", "26", "sensor 'Solar':bus_range is '26'; allowed: 16, 32.")]
    [InlineData("averaging", "100", "sensor 'Solar':averaging is '100'; allowed: 1, 2, 4, 8, 16, 32, 64, 128.")]
    [InlineData("averaging", "256", "sensor 'Solar':averaging is '256'; allowed: 1, 2, 4, 8, 16, 32, 64, 128.")]
    [InlineData("noise_floor_w", "-1", "sensor 'Solar':noise_floor_w is '-1'; allowed: a number from 0 to 10000 W.")]
    [InlineData("max_w", "-10000", "sensor 'Solar':max_w is '-10000'; allowed: a number above min_w, which is -10000 W.")]
    [InlineData("bus", "1", "sensor 'Solar':bus is not a setting; allowed: address, averaging, bus_range, device, interface, max_amps, max_w, min_w, noise_floor_w, shunt_ohms.")]
    public void A_wrong_setting_names_key_value_and_range(string key, string value, string message) =>
        Should.Throw<SettingException>(() => Read((key, value))).Message.ShouldStartWith(message);

    [Fact]
    public void A_noise_floor_above_every_power_that_is_taken_is_refused() =>
        Should.Throw<SettingException>(() => Read(("min_w", "0"), ("max_w", "5"), ("noise_floor_w", "10"))).Message.ShouldBe(
            "sensor 'Solar':noise_floor_w is '10'; allowed: less than 5 W, or every power from min_w to max_w would count as 0.");

    [Fact]
    public void An_interface_that_is_not_the_directorys_is_refused() =>
        Should.Throw<SettingException>(() => Read(("device", "/sys/class/hwmon/hwmon3"), ("interface", "iio"))).Message
            .ShouldBe("sensor 'Solar':interface is 'iio'; allowed: auto, since device is /sys/class/hwmon/hwmon3.");

    [Theory]
    [InlineData(136.192, 128)]
    [InlineData(136, 64)]
    [InlineData(100, 64)]
    [InlineData(10, 8)]
    [InlineData(1.064, 1)]
    public void A_conversion_fits_the_period(double periodMilliseconds, int most)
    {
        var period = TimeSpan.FromMilliseconds(periodMilliseconds);
        Read(period, ("averaging", $"{most}")).Averaging.ShouldBe(most);
        if (most < 128) Should.Throw<SettingException>(() => Read(period, ("averaging", $"{most * 2}"))).Message.ShouldContain($"at most {most}, since the period is");
    }

    [Fact]
    public void A_conversion_that_does_not_fit_the_period_says_how_long_it_takes() =>
        Should.Throw<SettingException>(() => Read(TimeSpan.FromMilliseconds(100))).Message
            .ShouldBe("sensor 'Solar':averaging is '128'; allowed: at most 64, since the period is 100 ms and 128 samples take 136.192 ms.");

    [Theory]
    [InlineData(500, 128, 8)]
    [InlineData(500, 4, 4)]
    [InlineData(150, 128, 3)]
    [InlineData(20, 1, 1)]
    [InlineData(86_400_000, 128, 8)]
    public void Where_the_chip_does_not_average_some_readings_make_a_sample(double periodMilliseconds, int averaging, int readings) =>
        new Ina219Options(Averaging: averaging).ReadingsASample(TimeSpan.FromMilliseconds(periodMilliseconds)).ShouldBe(readings);

    private static Ina219Options Read(params (string Key, string? Value)[] settings) => Read(Period, settings);

    private static Ina219Options Read(TimeSpan period, params (string Key, string? Value)[] settings) => Ina219Options.Read(new SettingReader(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build(), "sensor 'Solar'"), period);
}
