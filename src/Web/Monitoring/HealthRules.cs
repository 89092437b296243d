using System.Globalization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Nightly;
using PowerMeter.Web.Push;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Monitoring;

/// <summary>What the figures say about the health. Pure.</summary>
public static class HealthRules
{
    /// <summary>A process beats every second.</summary>
    private const double LongestSilenceSeconds = 10;

    /// <summary>A network that is away for an hour is worth a look.</summary>
    private const double LongestLagSeconds = 3600;

    private const double SecondsPerDay = 86_400;

    private const double LargestClockDifferenceSeconds = 5;

    private static readonly string[] Troubled = ["silent", "absent", "fault", "stopped"];

    /// <param name="freeBytes">Of the file system of the data; null when it cannot be told.</param>
    /// <param name="backups">Null: none are made by themselves here.</param>
    public static HealthReport Judge(DatabaseFigures figures, long? freeBytes, WebOptions options, BackupOptions? backups = null)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(options);
        if (!figures.IsUp) return new HealthReport([new HealthCheck("database", HealthStatus.Down, $"It does not answer: {figures.Error}", "DatabaseAway", figures.Error!), Disk(freeBytes, options.MinFreeSpace)]);
        var needsReceiver = figures.Sensors.Any(sensor => sensor.View is { Enabled: true, Driver: not PushTarget.Push });
        return new HealthReport(
        [
            new HealthCheck("database", HealthStatus.Ok, "It answers.", "Database"),
            Schema(figures.SchemaVersion),
            Beat(figures, "receiver", needsReceiver),
            Beat(figures, "processor", true),
            Rollups(figures, options.RollupLag),
            Spool(figures),
            Disk(freeBytes, options.MinFreeSpace),
            Clock(figures),
            Sensors(figures.Sensors),
            .. backups is { Nightly: true } && figures.Backup is { } backup ? [Backup(backup, backups)] : (HealthCheck[])[],
            .. figures.W3bstream is { } w3bstream ? [W3bstream(w3bstream)] : (HealthCheck[])[],
        ]);
    }

    private static HealthCheck Schema(int version) => new SchemaFinding(version, null).Misfit(Migrator.LatestVersion) is { } misfit
        ? new HealthCheck("schema", HealthStatus.Down, misfit, "SchemaOther", version, Migrator.LatestVersion)
        : new HealthCheck("schema", HealthStatus.Ok, Text($"Version {version}."), "Schema", version);

    private static HealthCheck Beat(DatabaseFigures figures, string process, bool isNeeded)
    {
        var beat = figures.Beats.FirstOrDefault(beat => beat.Process == process);
        if (beat?.AgeSeconds <= LongestSilenceSeconds) return new HealthCheck(process, HealthStatus.Ok, $"It lives (version {beat.Version}).", "Lives", beat.Version);
        if (!isNeeded) return new HealthCheck(process, HealthStatus.Ok, "It does not run, and no sensor needs it.", "NotNeeded");
        var since = beat is null ? "It has not run for a day or more." : Text($"Its last sign of life is {beat.AgeSeconds:0} s old.");
        var detail = $"{since} '{LauncherCommand.Name} status' and '{LauncherCommand.Name} logs {process}' say more.";
        return beat is null
            ? new HealthCheck(process, HealthStatus.Down, detail, "NeverRan", process)
            : new HealthCheck(process, HealthStatus.Down, detail, "Died", process, beat.AgeSeconds);
    }

    private static HealthCheck Rollups(DatabaseFigures figures, TimeSpan bound) => figures.RollupLagSeconds <= bound.TotalSeconds
        ? new HealthCheck("rollups", HealthStatus.Ok, Text($"{figures.PendingSpans} spans wait, the oldest for {figures.RollupLagSeconds:0} s."), figures.PendingSpans == 0 ? "RollupsDone" : "Rollups", figures.PendingSpans, figures.RollupLagSeconds)
        : new HealthCheck("rollups", HealthStatus.Degraded, Text($"{figures.PendingSpans} spans wait, the oldest for {figures.RollupLagSeconds:0} s; at most {bound.TotalSeconds:0} s is good (setting Web:RollupLag)."), "RollupsLate", figures.PendingSpans, figures.RollupLagSeconds);

    private static HealthCheck Spool(DatabaseFigures figures)
    {
        if (figures.SpoolDropped > 0) return new HealthCheck("spool", HealthStatus.Degraded, Text($"{figures.SpoolDropped} samples were lost since it was full, and {figures.SpoolDepth} wait."), "SpoolLost", figures.SpoolDropped, figures.SpoolDepth);
        if (figures.IsSpoolRefused) return new HealthCheck("spool", HealthStatus.Degraded, Text($"{figures.SpoolDepth} samples wait, the newest in memory only: the Receiver's disk takes nothing. Is it full, or read-only?"), "SpoolRefused", figures.SpoolDepth);
        return figures.SpoolDepth == 0
            ? new HealthCheck("spool", HealthStatus.Ok, "Nothing waits on disk.", "Spool")
            : new HealthCheck("spool", HealthStatus.Degraded, Text($"{figures.SpoolDepth} samples wait on the Receiver's disk for the database."), "SpoolWaits", figures.SpoolDepth);
    }

    private static HealthCheck Disk(long? freeBytes, long bound)
    {
        const long Megabyte = 1_000_000;
        if (freeBytes is not { } free) return new HealthCheck("disk", HealthStatus.Degraded, "The free space of the data directory cannot be told.", "DiskUnknown");
        return free >= bound
            ? new HealthCheck("disk", HealthStatus.Ok, Text($"{free / Megabyte} MB are free."), "Disk", free / Megabyte)
            : new HealthCheck("disk", HealthStatus.Degraded, Text($"{free / Megabyte} MB are free; at least {bound / Megabyte} MB is good (setting Web:MinFreeMegabytes)."), "DiskFull", free / Megabyte, bound / Megabyte);
    }

    private static HealthCheck Clock(DatabaseFigures figures)
    {
        if (figures.ClockDoubt is { } doubt) return new HealthCheck("clock", HealthStatus.Degraded, $"{doubt}. Readings wait for it.", "ClockDoubted");
        return Math.Abs(figures.ClockDifferenceSeconds) <= LargestClockDifferenceSeconds
            ? new HealthCheck("clock", HealthStatus.Ok, "It is believed.", "Clock")
            : new HealthCheck("clock", HealthStatus.Degraded, Text($"The clocks of this machine and of the database are {Math.Abs(figures.ClockDifferenceSeconds):0.#} s apart; at most {LargestClockDifferenceSeconds:0} s is good."), "ClockApart", Math.Abs(figures.ClockDifferenceSeconds));
    }

    private static HealthCheck Sensors(IReadOnlyList<SensorFigures> sensors)
    {
        var troubled = sensors.Where(sensor => sensor.View.Enabled && Troubled.Contains(sensor.View.State)).Select(sensor => $"{sensor.View.Name} ({sensor.View.State})").ToList();
        return troubled.Count == 0
            ? new HealthCheck("sensors", HealthStatus.Ok, Text($"None of {sensors.Count} is silent."), "Sensors", sensors.Count)
            : new HealthCheck("sensors", HealthStatus.Degraded, $"No samples come from: {string.Join(", ", troubled)}.", "SensorsSilent", troubled.Count);
    }

    // Never down: all is measured and shown without.
    private static HealthCheck Backup(BackupFigures figures, BackupOptions options)
    {
        const string Name = "backup";
        var days = figures.AgeSeconds / SecondsPerDay;
        if (figures.Error is { } error) return new HealthCheck(Name, HealthStatus.Degraded, $"The last one was not made, and is tried again every hour: {error}", "BackupFailed", figures.ErrorSaid ?? Sentence.Verbatim(error));
        // A night is due a day after the other, and one of 25 hours has an hour more.
        var longest = NightlySchedule.NightsFor(figures.Bytes, options.BytesPerDay) + 1.25;
        if (days > longest) return new HealthCheck(Name, HealthStatus.Degraded, Text($"The last one is {days:0.0} days old; at most {longest:0.##} is good. Does the base station run at night, and has the directory Backup:Directory a disk that can be written?"), "BackupOld", days);
        return figures.Bytes is null
            ? new HealthCheck(Name, HealthStatus.Ok, "The first one is made in the night.", "BackupFirst")
            : new HealthCheck(Name, HealthStatus.Ok, Text($"The last one is {days:0.0} days old."), "Backup", days);
    }

    // Never down: whoever measures need not send.
    private static HealthCheck W3bstream(W3bstreamFigures figures)
    {
        const string Name = "w3bstream";
        if (figures.Fault is { } fault) return new HealthCheck(Name, HealthStatus.Degraded, Text($"{Waiting(figures)}: {fault}"), "W3bstreamFault", figures.Waiting);
        return figures.LagSeconds <= LongestLagSeconds
            ? new HealthCheck(Name, HealthStatus.Ok, Text($"{Waiting(figures)}, the oldest for {figures.LagSeconds:0} s."), "W3bstream", figures.Waiting)
            : new HealthCheck(Name, HealthStatus.Degraded, Text($"{Waiting(figures)}, the oldest for {figures.LagSeconds:0} s; at most {LongestLagSeconds:0} s is good."), "W3bstreamLate", figures.Waiting, figures.LagSeconds);
    }

    private static string Waiting(W3bstreamFigures figures) => figures.Waiting == 1 ? "1 reading waits" : Text($"{figures.Waiting} readings wait");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
