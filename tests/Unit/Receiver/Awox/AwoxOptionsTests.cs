using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Awox;

public sealed class AwoxOptionsTests
{
    private const string Allowed = "the plug's Bluetooth address, such as 98:7B:F3:01:02:03 (bluetoothctl scan le shows it)";

    [Fact]
    public void What_is_not_set_has_its_default()
    {
        var options = AwoxOptions.Read(Settings(("device", "98:7B:F3:01:02:03")));
        options.Address.ToString().ShouldBe("98:7B:F3:01:02:03");
        options.ShouldBe(new AwoxOptions(options.Address, BluetoothAddressType.Public, 0, 4000));
    }

    [Fact]
    public void Every_setting_is_read() =>
        AwoxOptions.Read(Settings(("device", "98:7B:F3:01:02:03"), ("address_type", "random"), ("min_w", "1"), ("max_w", "10000")))
            .ShouldSatisfyAllConditions(
                options => options.AddressType.ShouldBe(BluetoothAddressType.Random),
                options => options.MinWatts.ShouldBe(1),
                options => options.MaxWatts.ShouldBe(10_000));

    [Theory]
    [InlineData("device", null, $"sensor 'Kettle':device is missing; allowed: {Allowed}.")]
    [InlineData("device", "hci0", $"sensor 'Kettle':device is 'hci0'; allowed: {Allowed}.")]
    [InlineData("address_type", "static", "sensor 'Kettle':address_type is 'static'; allowed: public, random.")]
    [InlineData("min_w", "-1", "sensor 'Kettle':min_w is '-1'; allowed: a number from 0 to 10000 W.")]
    [InlineData("max_w", "10001", "sensor 'Kettle':max_w is '10001'; allowed: a number from 0 to 10000 W.")]
    [InlineData("max_w", "0", "sensor 'Kettle':max_w is '0'; allowed: a number above min_w, which is 0 W.")]
    [InlineData("pin", "1234", "sensor 'Kettle':pin is not a setting; allowed: address_type, device, max_w, min_w.")]
    public void A_wrong_setting_names_key_value_and_range(string key, string? value, string message)
    {
        var settings = key == "device" ? Settings((key, value)) : Settings(("device", "98:7B:F3:01:02:03"), (key, value));
        Should.Throw<SettingException>(() => AwoxOptions.Read(settings)).Message.ShouldBe(message);
    }

    [Fact]
    public void The_kind_takes_an_address_and_nothing_else()
    {
        var kind = SensorKind.Named("awox");
        kind.DefaultPeriod.ShouldBe(TimeSpan.FromSeconds(8));
        kind.Device.Required.ShouldBeTrue();
        kind.Device.Allows("98:7B:F3:01:02:03").ShouldBeTrue();
        kind.Device.Allows("/dev/ttyACM0").ShouldBeFalse();
    }

    private static SettingReader Settings(params (string Key, string? Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Key, s.Value))).Build(), "sensor 'Kettle'");
}
