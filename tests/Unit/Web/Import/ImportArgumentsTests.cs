using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Commands;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web.Import;

public sealed class ImportArgumentsTests
{
    [Fact]
    public void Options_are_understood_in_any_order()
    {
        var parsed = ImportArguments.Parse("- --dry-run --value kwh --zone Asia/Kolkata --sensor House --from emoncms --bridge 31d --interval 5m --replace --skip-rejects --keep-tariff --no-wait".Split(' '));
        (parsed.Source, parsed.Sensor, parsed.DryRun, parsed.Wait).ShouldBe(("-", "House", true, false));
        parsed.Options.ShouldBe(new ImportOptions
        {
            Format = ImportFormat.Emoncms,
            Value = ImportValue.Kwh,
            Zone = DateTimeZoneProviders.Tzdb["Asia/Kolkata"],
            Bridge = Duration.FromDays(31),
            Interval = Duration.FromMinutes(5),
            Replace = true,
            SkipRejects = true,
            KeepTariff = true,
        });
    }

    [Theory]
    [InlineData("", "--import needs a file")]
    [InlineData("--sensor 1", "--import needs a file")]
    [InlineData("f.csv", "--sensor is missing")]
    [InlineData("f.csv --sensor", "--sensor is missing; allowed: a sensor's name or id")]
    [InlineData("f.csv --sensor 1 --sensor 2", "--sensor is given twice")]
    [InlineData("f.csv --sensor 1 --from excel", "--from is 'excel'; allowed: own, citizenwatt, emoncms, homeassistant")]
    [InlineData("f.csv --sensor 1 --value joules", "--value is 'joules'; allowed: watts or kwh")]
    [InlineData("f.csv --sensor 1 --zone Mars", "--zone is 'Mars'")]
    [InlineData("f.csv --sensor 1 --bridge 367d", "--bridge is '367d'; allowed: a duration from 1s to 366d")]
    [InlineData("f.csv --sensor 1 --interval 500ms", "--interval is '500ms'")]
    [InlineData("f.csv --sensor 1 --source-sensor x", "--source-sensor is 'x'")]
    [InlineData("f.csv --sensor 1 --force", "--import does not know '--force'")]
    public void What_is_not_understood_is_said(string line, string reason) =>
        Should.Throw<SettingException>(() => ImportArguments.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Message.ShouldStartWith(reason);
}
