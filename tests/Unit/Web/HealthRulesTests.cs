using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class HealthRulesTests
{
    private const long Plenty = 10_000_000_000;

    private static readonly SensorView Meter = new(1, "House", "Electricity", 1, "acs712", 8, 60, true) { State = "running" };

    private static readonly DatabaseFigures Good = new((string?)null)
    {
        SchemaVersion = Migrator.LatestVersion,
        Beats = [new ProcessBeat("processor", 0.4, "1.0"), new ProcessBeat("receiver", 0.4, "1.0")],
        Sensors = [new SensorFigures(Meter, 0)],
    };

    private static WebOptions OptionsOf(params (string Key, string Value)[] settings) => WebOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Web:{setting.Key}", (string?)setting.Value))).Build());

    private static HealthReport Judge(DatabaseFigures figures, long? free = Plenty) => HealthRules.Judge(figures, free, OptionsOf());

    private static void ShouldBe(HealthReport report, HealthStatus status, string check, string detail)
    {
        report.Status.ShouldBe(status);
        var worst = report.Checks.Where(one => one.Status != HealthStatus.Ok).ShouldHaveSingleItem();
        worst.Name.ShouldBe(check);
        worst.Detail.ShouldContain(detail);
    }

    [Fact]
    public void A_station_that_works_is_ok() => Judge(Good).Status.ShouldBe(HealthStatus.Ok);

    [Fact]
    public void Without_the_database_it_is_down() => ShouldBe(Judge(new DatabaseFigures("connection refused")), HealthStatus.Down, "database", "connection refused");

    [Theory]
    [InlineData(2.2, 1_000_000, null, null)]
    [InlineData(2.3, 1_000_000, null, "2.3 days old")]
    [InlineData(4.2, 140_000_000, null, null)]
    [InlineData(4.3, 140_000_000, null, "4.3 days old")]
    [InlineData(0.1, 1_000_000, "The disk is full.", "The disk is full.")]
    [InlineData(2.3, null, null, "2.3 days old")]
    public void A_backup_that_failed_or_is_overdue_is_told(double days, int? bytes, string? error, string? trouble)
    {
        var figures = Good with { Backup = new BackupFigures(days * 86_400, bytes, error) };
        var report = HealthRules.Judge(figures, Plenty, OptionsOf(), new BackupOptions());
        if (trouble is null) report.Checks.Single(check => check.Name == "backup").Status.ShouldBe(HealthStatus.Ok);
        else ShouldBe(report, HealthStatus.Degraded, "backup", trouble);
        // The page says it in its reader's language.
        if (error is not null) report.Checks.Single(check => check.Name == "backup").Values.ShouldBe([Sentence.Verbatim(error)]);
        HealthRules.Judge(figures, Plenty, OptionsOf(), new BackupOptions { Nightly = false }).Checks.ShouldNotContain(check => check.Name == "backup");
    }

    [Fact]
    public void Another_schema_is_down() => ShouldBe(Judge(Good with { SchemaVersion = 1 }), HealthStatus.Down, "schema", "run the migrations");

    [Fact]
    public void A_process_that_is_missing_or_silent_is_down()
    {
        ShouldBe(Judge(Good with { Beats = [Good.Beats[1]] }), HealthStatus.Down, "processor", "has not run for a day");
        ShouldBe(Judge(Good with { Beats = [Good.Beats[0], new ProcessBeat("receiver", 11, "1.0")] }), HealthStatus.Down, "receiver", "11 s old");
    }

    [Fact]
    public void No_receiver_is_needed_when_all_sensors_are_pushed_or_paused()
    {
        SensorFigures[] sensors = [new(Meter with { Driver = "push" }, 0), new(Meter with { Enabled = false, State = "paused" }, 0)];
        Judge(Good with { Beats = [Good.Beats[0]], Sensors = sensors }).Status.ShouldBe(HealthStatus.Ok);
    }

    [Fact]
    public void What_somebody_should_look_at_is_degraded()
    {
        ShouldBe(Judge(Good with { RollupLagSeconds = 61, PendingSpans = 5 }), HealthStatus.Degraded, "rollups", "5 spans wait, the oldest for 61 s");
        ShouldBe(Judge(Good with { Sensors = [new SensorFigures(Meter with { SpoolDepth = 7 }, 0)] }), HealthStatus.Degraded, "spool", "7 samples wait");
        ShouldBe(Judge(Good with { Sensors = [new SensorFigures(Meter with { SpoolDepth = 7, ErrorSaid = new Sentence("Sensor_Spool", "No space left on device") }, 0)] }), HealthStatus.Degraded, "spool", "7 samples wait, the newest in memory only");
        ShouldBe(Judge(Good with { Sensors = [new SensorFigures(Meter, 8)] }), HealthStatus.Degraded, "spool", "8 samples were lost");
        ShouldBe(Judge(Good, 199_000_000), HealthStatus.Degraded, "disk", "199 MB are free; at least 200 MB");
        ShouldBe(Judge(Good, null), HealthStatus.Degraded, "disk", "cannot be told");
        ShouldBe(Judge(Good with { Sensors = [new SensorFigures(Meter with { State = "silent" }, 0)] }), HealthStatus.Degraded, "sensors", "House (silent)");
    }

    [Fact]
    public void Readings_that_do_not_reach_w3bstream_are_degraded_and_never_down()
    {
        var sending = new W3bstreamFigures(720, 0, 3600, 9, 0, 0, null);
        Judge(Good with { W3bstream = sending }).Checks.Single(check => check.Name == "w3bstream").Status.ShouldBe(HealthStatus.Ok);
        Judge(Good).Checks.ShouldNotContain(check => check.Name == "w3bstream");
        ShouldBe(Judge(Good with { W3bstream = sending with { LagSeconds = 3601 } }), HealthStatus.Degraded, "w3bstream", "720 readings wait, the oldest for 3601 s");
        ShouldBe(Judge(Good with { W3bstream = sending with { Waiting = 1, LagSeconds = 3601 } }), HealthStatus.Degraded, "w3bstream", "1 reading waits, the oldest for 3601 s");
        ShouldBe(Judge(Good with { W3bstream = sending with { LagSeconds = 0, Fault = "The key is closed." } }), HealthStatus.Degraded, "w3bstream", "The key is closed.");
    }

    [Fact]
    public void The_bounds_are_settings() =>
        HealthRules.Judge(Good with { RollupLagSeconds = 61 }, 1_000_000, OptionsOf(("RollupLag", "2m"), ("MinFreeMegabytes", "1"))).Status.ShouldBe(HealthStatus.Ok);

    [Theory]
    [InlineData("LiveClients", "0", "1 to 10000")]
    [InlineData("LiveClients", "10001", "1 to 10000")]
    [InlineData("Metrics", "everybody", "lan, token, all, off")]
    [InlineData("Metrics", "1", "lan, token, all, off")]
    [InlineData("ReadOnly", "yes", "true or false")]
    [InlineData("RollupLag", "0s", "1s to 1d")]
    [InlineData("MinFreeMegabytes", "-1", "0 to 1000000")]
    public void A_setting_outside_its_bounds_is_refused(string key, string value, string allowed)
    {
        var message = Should.Throw<SettingException>(() => OptionsOf((key, value))).Message;
        message.ShouldContain($"Web:{key} is '{value}'");
        message.ShouldContain(allowed);
    }
}
