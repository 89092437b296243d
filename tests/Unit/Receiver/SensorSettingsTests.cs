using System.Text.Json.Nodes;
using PowerMeter.Receiver.Commands;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class SensorSettingsTests : IDisposable
{
    private static readonly SensorKind Radio = new("radio", "Radio", TimeSpan.FromSeconds(8), DeviceRule.Path("radio", required: false))
    {
        Fields = [new SensorField("aes_key", SensorFieldType.Secret)],
        Reader = _ => { },
    };

    private readonly TemporaryDirectory _directory = new();
    private readonly SecretBox _secrets;

    public SensorSettingsTests() => _secrets = TestKeyRing.MakeIn(_directory.File("keys"));

    [Fact]
    public void Numbers_and_truths_are_stored_as_such_and_the_rest_as_text() =>
        With(new JsonObject { ["kept"] = 1 }, "--set", "a=1.50", "--set", "b=true", "--set", "c=0x40", "--set", "d=1-2-3", "--set", "e=null", "--set", "f=[1]", "--set", "g=\"x\"")
            .ToJsonString().ShouldBe("""{"kept":1,"a":1.50,"b":true,"c":"0x40","d":"1-2-3","e":"null","f":"[1]","g":"\u0022x\u0022"}""");

    [Fact]
    public void An_empty_value_takes_a_setting_out_and_the_given_object_stays()
    {
        var before = new JsonObject { ["a"] = 1, ["b"] = 2 };
        With(before, "--set", "a=", "--set", "none=").ToJsonString().ShouldBe("""{"b":2}""");
        before.Count.ShouldBe(2);
    }

    [Fact]
    public void A_secret_is_stored_protected_and_shown_as_set()
    {
        var settings = With([], "--secret", "aes_key", "--set", "rate=1");
        var stored = settings["aes_key"]!.GetValue<string>();
        stored.ShouldStartWith("protected:");
        _secrets.Reveal(stored).ShouldBe("plain aes_key");
        SensorSettings.Shown(settings, Radio).ToJsonString().ShouldBe("""{"rate":1,"aes_key":"set"}""");
        SensorSettings.Shown(settings, kind: null).ToJsonString().ShouldBe("""{"rate":1,"aes_key":"set"}""");
        SensorSettings.Shown(new JsonObject { ["aes_key"] = "forgotten open" }, Radio).ToJsonString().ShouldBe("""{"aes_key":"set"}""");
    }

    [Fact]
    public void A_secret_that_is_given_openly_is_refused_and_not_repeated()
    {
        var error = Should.Throw<SettingException>(() => With([], "--set", "aes_key=1-2-3")).Message;
        error.ShouldContain("Give --secret aes_key, and the value as one line on standard input.");
        error.ShouldNotContain("1-2-3");
        With(new JsonObject { ["aes_key"] = "protected:x" }, "--set", "aes_key=").Count.ShouldBe(0);
    }

    [Fact]
    public void What_is_no_secret_is_not_asked_for()
    {
        Should.Throw<SettingException>(() => With([], "--secret", "rate")).Message.ShouldBe("--secret is 'rate'; allowed: aes_key.");
        Should.Throw<SettingException>(() => SensorSettings.With([], SensorKind.Named("simulated"), SensorArguments.Parse("", ["--secret", "seed"]), _secrets, key => key))
            .Message.ShouldBe("--secret is 'seed', and a sensor of kind simulated has no secret settings: give it with --set seed=VALUE.");
    }

    [Theory]
    [InlineData("""{"device": "/dev/i2c-1", "address": "0x40"}""", true)]
    [InlineData("""{"device": "/dev/i2c-1", "address": "0x40", "shunt_ohms": 0.1}""", true)]
    [InlineData("""{"device": "/dev/i2c-1", "address": "0x41"}""", false)]
    [InlineData("""{"device": "/dev/i2c-0", "address": "0x40"}""", false)]
    [InlineData("""{"device": "/dev/i2c-1"}""", false)]
    [InlineData("{}", false)]
    public void A_device_is_what_it_is_by_device_bus_and_address(string given, bool same) =>
        Stored("radio", """{"device": "/dev/i2c-1", "address": "0x40", "shunt_ohms": 0.2}""").IsMeantBy(Radio, "any name", Parse(given)).ShouldBe(same);

    [Theory]
    [InlineData(null, "{}", true)]
    [InlineData("Cellar", "{}", true)]
    [InlineData("Garden", "{}", false)]
    [InlineData(null, """{"seed": 2}""", true)]
    [InlineData(null, """{"seed": 3}""", false)]
    public void A_kind_without_a_device_has_as_many_sensors_as_names_or_settings(string? name, string given, bool same) =>
        Stored("simulated", """{"seed": 2}""").IsMeantBy(SensorKind.Named("simulated"), name, Parse(given)).ShouldBe(same);

    [Fact]
    public void Another_kind_is_another_sensor() => Stored("push", "{}").IsMeantBy(SensorKind.Named("simulated"), null, []).ShouldBeFalse();

    public void Dispose() => _directory.Dispose();

    private JsonObject With(JsonObject settings, params string[] options) =>
        SensorSettings.With(settings, Radio, SensorArguments.Parse("--add-sensor", options), _secrets, key => $"plain {key}");

    private static StoredSensor Stored(string kind, string settings) => new(1, "Cellar", kind, settings, TimeSpan.FromSeconds(1), Enabled: true);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
