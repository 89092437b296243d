using System.Text;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.FirstRun;
using PowerMeter.Web.Setup.Answers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.FirstRun;

public sealed class AnswersParserTests
{
    private const string Whole = """
        {
          "language": "fr", "time_zone": "Europe/Paris", "currency": "EUR", "site_name": "Atelier", // with a comment
          "account": { "name": "camille", "password_file": "/run/secrets/password" },
          "sensor": {
            "kind": "citizenwatt", "name": "House", "period_s": 8, "calibration": 1.02,
            "settings": { "device": "/dev/spidev0.0", "channel": 2 }, "secret_files": { "aes_key": "/run/secrets/key" }
          },
          "tariff": {
            "provider": "EDF", "peak_price_per_kwh": 0.2146, "off_peak_price_per_kwh": 0.1696, "standing_charge_per_month": 15.74,
            "prices_include_vat": false, "vat_percent": 20, "off_peak": "22:30-06:30", "threshold_w": 6000, "valid_from": "2026-11-01"
          },
          "w3bstream": { "publish_url": "https://example.org/event", "token_file": "/run/secrets/token" },
        }
        """;

    [Fact]
    public void Every_field_is_read()
    {
        var answers = Parse(Whole);
        answers.Faults.ShouldBeEmpty();
        answers.HoldsSecret.ShouldBeFalse();
        answers.Password.ShouldBe("text of /run/secrets/password");
        var draft = answers.Draft;
        (draft.Language, draft.TimeZone, draft.Currency, draft.SiteName, draft.AccountName).ShouldBe(("fr", "Europe/Paris", "EUR", "Atelier", "camille"));
        (draft.Sensor!.Kind, draft.Sensor.Name, draft.Sensor.PeriodSeconds, draft.Sensor.Calibration).ShouldBe(("citizenwatt", "House", 8, 1.02));
        draft.Sensor.Settings.ShouldBe(
            new Dictionary<string, string> { ["device"] = "/dev/spidev0.0", ["channel"] = "2", ["aes_key"] = "text of /run/secrets/key" }, ignoreOrder: true);
        var tariff = draft.Tariff!;
        (tariff.Provider, tariff.PeakPricePerKwh, tariff.OffPeakPricePerKwh, tariff.StandingChargePerMonth).ShouldBe(("EDF", 0.2146m, 0.1696m, 15.74m));
        (tariff.PricesIncludeVat, tariff.VatPercent, tariff.OffPeak, tariff.ThresholdW).ShouldBe((false, 20m, "22:30-06:30", 6000));
        draft.TariffFrom.ShouldBe(new DateOnly(2026, 11, 1));
        (draft.PublishUrl, draft.Token).ShouldBe(("https://example.org/event", "text of /run/secrets/token"));
        draft.Later.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_not_there_is_left_for_later_and_has_its_default()
    {
        var answers = Parse("""{ "time_zone": "UTC", "account": { "name": "camille", "password": "of no interest" } }""");
        answers.Faults.ShouldBeEmpty();
        answers.HoldsSecret.ShouldBeTrue();
        answers.Draft.Later.ShouldBe([FirstRunStep.Sensor, FirstRunStep.Tariff, FirstRunStep.W3bstream], ignoreOrder: true);
        (answers.Draft.Language, answers.Draft.Currency, answers.Draft.SiteName).ShouldBe(("en", "EUR", "PowerMeter"));
    }

    [Theory]
    [InlineData("""{ "account": { "name": "x", "password": "p" } }""", "time_zone FirstRun_AnswerMissing")]
    [InlineData("""{ "time_zone": 1 }""", "time_zone FirstRun_AnswerWrong")]
    [InlineData("""{ "time_zone": "UTC", "timezone": "UTC" }""", "timezone FirstRun_AnswerUnknown")]
    [InlineData("""{ "time_zone": "UTC", "time_zone": "UTC" }""", "time_zone FirstRun_AnswerTwice")]
    [InlineData("""{ "time_zone": "UTC", "account": "camille" }""", "account FirstRun_AnswerObject")]
    [InlineData("""{ "time_zone": "UTC", "account": { "password": 1234 } }""", "account.password FirstRun_AnswerForm")]
    [InlineData("""{ "time_zone": "UTC", "account": { "password": "a", "password_file": "b" } }""", "account.password_file FirstRun_AnswerBoth")]
    [InlineData("""{ "time_zone": "UTC", "account": { "password_file": "missing" } }""", "account.password_file FirstRun_AnswerFile")]
    [InlineData("""{ "time_zone": "UTC", "sensor": {} }""", "sensor.kind FirstRun_AnswerMissing")]
    [InlineData("""{ "time_zone": "UTC", "sensor": { "kind": "acs712", "settings": { "device": [] } } }""", "sensor.settings.device FirstRun_AnswerForm")]
    [InlineData("""{ "time_zone": "UTC", "sensor": { "kind": "acs712", "period_s": "8" } }""", "sensor.period_s FirstRun_AnswerWrong")]
    [InlineData("""{ "time_zone": "UTC", "tariff": { "provider": "EDF" } }""", "tariff.peak_price_per_kwh FirstRun_AnswerMissing")]
    [InlineData("""{ "time_zone": "UTC", "tariff": { "peak_price_per_kwh": 0.2, "valid_from": "1.11.2026" } }""", "tariff.valid_from FirstRun_AnswerForm")]
    [InlineData("""[]""", "answers FirstRun_AnswerObject")]
    public void What_is_wrong_is_said_with_its_field(string json, string expected) =>
        Parse(json).Faults.Select(fault => $"{fault.Field} {fault.Key}").ShouldContain(expected);

    [Fact]
    public void All_that_is_wrong_is_said_at_once() =>
        Parse("""{ "sensor": { "kind": 1, "period_s": true }, "tariff": { "vat_percent": "x" }, "colour": "red" }""").Faults.Select(fault => fault.Field)
            .ShouldBe(["colour", "time_zone", "sensor.kind", "sensor.period_s", "tariff.peak_price_per_kwh", "tariff.vat_percent"], ignoreOrder: true);

    [Fact]
    public void A_secret_is_never_repeated()
    {
        const string Secret = "hunter2";
        var faults = Parse($$"""{ "time_zone": "UTC", "account": { "password": ["{{Secret}}"] }, "w3bstream": { "token": {"a": "{{Secret}}"} } }""").Faults;
        faults.Count.ShouldBe(2);
        faults.SelectMany(fault => fault.Arguments).ShouldNotContain(argument => argument.ToString()!.Contains(Secret, StringComparison.Ordinal));
        Should.Throw<SettingException>(() => Parse($"{{ \"account\": {{ \"password\": \"{Secret}\" ")).Message.ShouldNotContain(Secret);
    }

    private static SiteAnswers Parse(string json) =>
        new AnswersParser(file => file == "missing" ? throw new SettingException("There is no such file.") : $"text of {file}").Parse(Encoding.UTF8.GetBytes(json));
}
