using Microsoft.Extensions.Configuration;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class ReceiverSettingTests
{
    [Fact]
    public void What_is_not_set_has_its_default()
    {
        SpoolOptions.Read(Configuration()).ShouldBe(new SpoolOptions("/var/lib/powermeter/spool", 256 * 1024 * 1024));
        BatchOptions.Read(Configuration()).ShouldBe(new BatchOptions(TimeSpan.FromSeconds(1), 1000, FlushEach: true));
        Acs712Options.Read(Sensor(("device", "/dev/ttyACM0"))).ShouldBe(new Acs712Options("/dev/ttyACM0"));
        SimulatedOptions.Read(Sensor()).ShouldBe(new SimulatedOptions(1));
    }

    [Theory]
    [InlineData("MaxSize", "0", "Spool:MaxSize is '0'; allowed: a whole number from 1 to 65536.")]
    [InlineData("MaxSize", "many", "Spool:MaxSize is 'many'; allowed: a whole number from 1 to 65536.")]
    [InlineData("Directory", " ", "Spool:Directory is ' '; allowed: the path of a directory.")]
    [InlineData("Size", "1", "Spool:Size is not a setting; allowed: Directory, MaxSize.")]
    public void A_wrong_spool_setting_names_key_value_and_range(string key, string value, string message) =>
        Should.Throw<SettingException>(() => SpoolOptions.Read(Configuration(($"Spool:{key}", value)))).Message.ShouldBe(message);

    [Theory]
    [InlineData("MaxDelay", "9ms", "Batch:MaxDelay is '9ms'; allowed: a duration from 10ms to 1s, such as 500ms, 5s, 2m, 1h or 7d.")]
    [InlineData("MaxDelay", "2s", "Batch:MaxDelay is '2s'; allowed: a duration from 10ms to 1s, such as 500ms, 5s, 2m, 1h or 7d.")]
    [InlineData("MaxSamples", "1001", "Batch:MaxSamples is '1001'; allowed: a whole number from 1 to 1000.")]
    [InlineData("FlushEach", "sometimes", "Batch:FlushEach is 'sometimes'; allowed: true or false.")]
    public void A_wrong_batch_setting_names_key_value_and_range(string key, string value, string message) =>
        Should.Throw<SettingException>(() => BatchOptions.Read(Configuration(($"Batch:{key}", value)))).Message.ShouldBe(message);

    [Theory]
    [InlineData("device", null, "sensor 'Kitchen':device is missing; allowed: the path of a serial port, such as /dev/ttyACM0 or /dev/serial/by-id/….")]
    [InlineData("device", "COM1", "sensor 'Kitchen':device is 'COM1'; allowed: the path of a serial port, such as /dev/ttyACM0 or /dev/serial/by-id/….")]
    [InlineData("baud", "9601", "sensor 'Kitchen':baud is '9601'; allowed: 300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400.")]
    [InlineData("scale", "NaN", "sensor 'Kitchen':scale is 'NaN'; allowed: a number from -1000 to 1000.")]
    [InlineData("scale", "0.0", "sensor 'Kitchen':scale is '0'; allowed: a number from -1000 to 1000 that is not 0.")]
    [InlineData("noise_floor_w", "-1", "sensor 'Kitchen':noise_floor_w is '-1'; allowed: a number from 0 to 10000 W.")]
    [InlineData("max_w", "-10000", "sensor 'Kitchen':max_w is '-10000'; allowed: a number above min_w, which is -10000 W.")]
    [InlineData("volume", "11", "sensor 'Kitchen':volume is not a setting; allowed: baud, device, max_w, min_w, noise_floor_w, offset_w, scale.")]
    public void A_wrong_sensor_setting_names_key_value_and_range(string key, string? value, string message)
    {
        var settings = key == "device" ? Sensor((key, value)) : Sensor(("device", "/dev/ttyACM0"), (key, value));
        Should.Throw<SettingException>(() => Acs712Options.Read(settings)).Message.ShouldBe(message);
    }

    [Fact]
    public void A_noise_floor_above_every_power_that_is_taken_is_refused()
    {
        (string, string?)[] bounds = [("device", "/dev/ttyACM0"), ("min_w", "-20"), ("max_w", "30")];
        Acs712Options.Read(Sensor([.. bounds, ("noise_floor_w", "29.9")])).NoiseFloorWatts.ShouldBe(29.9);
        Should.Throw<SettingException>(() => Acs712Options.Read(Sensor([.. bounds, ("noise_floor_w", "30")]))).Message.ShouldBe(
            "sensor 'Kitchen':noise_floor_w is '30'; allowed: less than 30 W, or every power from min_w to max_w would count as 0.");
    }

    private static SettingReader Sensor(params (string Key, string? Value)[] settings) => new(Configuration(settings), "sensor 'Kitchen'");

    private static IConfiguration Configuration(params (string Key, string? Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build();
}
