using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using PowerMeter.Shared.Sensors;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Resources;
using PowerMeter.Web.SensorSetup;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.SensorSetup;

public sealed class SensorDraftRulesTests
{
    private static readonly HashSet<string> NoSecrets = [];

    [Theory]
    [InlineData("acs712", "device", "COM3", "settings.device: “COM3” is not possible: the path of a serial port, such as /dev/ttyACM0.")]
    [InlineData("acs712", "baud", "9601", "settings.baud: “9601” is not possible. Allowed: 300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400\u00A0Bd.")]
    [InlineData("acs712", "scale", "0", "settings.scale: 0 would make every reading the same: a factor from −1000 to 1000 that is not 0.")]
    [InlineData("acs712", "offset_w", "1000000", "settings.offset_w: “1000000” is not possible: a number from -100,000 to 100,000\u00A0W.")]
    [InlineData("acs712", "max_w", "-20000", "settings.max_w: -20000 W is not possible: the most must be above the least, which is -10,000 W.")]
    [InlineData("acs712", "noise_floor_w", "", null)]
    [InlineData("acs712", "volume", "11", "settings.volume: “volume” is not a setting of this kind. Allowed: device, scale, baud, offset_w, noise_floor_w, min_w, max_w.")]
    [InlineData("ina219", "address", "0x50", "settings.address: “0x50” is not possible: 0x40 to 0x4F (64 to 79), or auto.")]
    [InlineData("ina219", "max_amps", "4", "settings.max_amps: 4 A is too much for this shunt: at most 3.2 A with 0.1 Ω.")]
    [InlineData("ina219", "shunt_ohms", "0,1", null)]
    [InlineData("awox", "device", "98:7B", "settings.device: “98:7B” is no Bluetooth address: six pairs of digits, such as 98:7B:F3:01:02:03. The command “bluetoothctl scan le” shows it.")]
    [InlineData("replay", "loop", "maybe", "settings.loop: “maybe” is not possible: true or false.")]
    [InlineData("simulated", "seed", "1.5", "settings.seed: “1.5” is not possible: a whole number from 0 to 1,000,000.")]
    [InlineData("push", "seed", "1", "settings.seed: “seed” is not a setting of this kind. Allowed: .")]
    public void A_wrong_setting_is_said_beside_its_field(string kind, string setting, string given, string? sentence)
    {
        var faults = Check(Draft(kind, (setting, given)));
        if (sentence is null) faults.ShouldBeEmpty();
        else faults.ShouldHaveSingleItem().InEnglish(Texts()).ShouldBe(sentence);
    }

    [Fact]
    public void All_fields_are_looked_at_at_once()
    {
        var draft = new SensorDraft("acs712", " ")
        {
            PeriodSeconds = 0,
            Calibration = 11,
            Settings = new Dictionary<string, string> { ["scale"] = "x", ["baud"] = "1" },
        };
        Check(draft).Select(fault => fault.Field).ShouldBe(["name", "period_s", "calibration", "settings.device", "settings.scale", "settings.baud"], ignoreOrder: true);
        Check(new SensorDraft("toaster", "Kitchen")).ShouldHaveSingleItem().InEnglish(Texts())
            .ShouldBe("kind: “toaster” is no kind of sensor. Allowed: simulated, acs712, ina219, replay, citizenwatt, awox, push.");
        Check(new SensorDraft("simulated", "x") { PeriodSeconds = double.NaN }).ShouldHaveSingleItem().Field.ShouldBe("period_s");
        Check(new SensorDraft("simulated", new string('x', 65))).ShouldHaveSingleItem().Field.ShouldBe("name");
        Check(new SensorDraft("push", "x") { Calibration = 1.1 }).ShouldHaveSingleItem().Field.ShouldBe("calibration");
    }

    [Fact]
    public void A_secret_may_stay_and_a_wrong_one_is_never_quoted()
    {
        var draft = new SensorDraft("citizenwatt", "Meter");
        Check(draft).ShouldHaveSingleItem().Field.ShouldBe("settings.aes_key");
        SensorDraftRules.Check(draft, new HashSet<string> { "aes_key" }).ShouldBeEmpty();
        var fault = Check(draft with { Settings = new Dictionary<string, string> { ["aes_key"] = "17-18-19" } }).ShouldHaveSingleItem();
        fault.Key.ShouldBe("Sensors_Fault_AesKey");
        fault.InEnglish(Texts()).ShouldNotContain("17");
        Check(draft with { Settings = new Dictionary<string, string> { ["aes_key"] = "00112233445566778899AABBCCDDEEFF" } }).ShouldBeEmpty();
    }

    [Fact]
    public void Numbers_may_be_written_as_people_write_them()
    {
        var draft = SensorDraftRules.Normalise(Draft("acs712", ("scale", " −0,5 "), ("device", "/dev/tty,1")));
        draft.Settings["scale"].ShouldBe("-0.5");
        draft.Settings["device"].ShouldBe("/dev/tty,1");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("fr")]
    public void Every_rule_has_a_sentence_in_both_languages(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        var texts = Texts().GetAllStrings(includeParentCultures: false).ToDictionary(text => text.Name, text => text.Value);
        foreach (var rule in Enum.GetValues<SensorRule>()) texts.ShouldContainKey(SensorFaults.KeyOf(rule));
    }

    [Fact]
    public void Bounds_are_written_as_the_reader_writes_them()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("fr-FR");
        Check(Draft("ina219", ("shunt_ohms", "11"))).ShouldHaveSingleItem().Say(Texts()).ShouldBe("«\u00A011\u00A0» n’est pas possible\u00A0: un nombre de 0,0001 à 10\u00A0Ω.");
    }

    private static IReadOnlyList<FieldFault> Check(SensorDraft draft) => SensorDraftRules.Check(SensorDraftRules.Normalise(draft), NoSecrets);

    /// <summary>With what the kind cannot be without.</summary>
    private static SensorDraft Draft(string kind, params (string Name, string Value)[] settings)
    {
        var all = SensorKind.Named(kind).Fields.Where(field => field.Required).ToDictionary(field => field.Name, field => field.Example!);
        foreach (var (name, value) in settings) all[name] = value;
        return new SensorDraft(kind, "Meter") { Settings = all };
    }

    private static IStringLocalizer<Texts> Texts() =>
        new ServiceCollection().AddLogging().AddLocalization().BuildServiceProvider().GetRequiredService<IStringLocalizer<Texts>>();
}
