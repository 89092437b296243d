using NodaTime;
using Npgsql;

namespace PowerMeter.Web.Backup.Nightly;

/// <summary>When the next nightly backup is due, by what was made and what failed.</summary>
public sealed class NightlyPlan(BackupRuns runs, BackupOptions options)
{
    /// <summary>How long the log's errors wait for another attempt.</summary>
    private static readonly Duration RetryAfter = Duration.FromHours(1);

    /// <summary>Whether backups are made by themselves (setting Backup:Nightly).</summary>
    public bool IsOn => options.Nightly;

    /// <returns>Null: a standby makes none.</returns>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<Instant?> ReadDueAsync(DateTimeZone zone, CancellationToken cancel)
    {
        var (last, bytes, failed, isStandby) = await runs.ReadLastAsync(cancel);
        if (isStandby) return null;
        var due = NightlySchedule.NextAfter(last, options.Time, zone, NightlySchedule.NightsFor(bytes, options.BytesPerDay));
        return failed + RetryAfter is { } again && failed > last ? Instant.Max(due, again) : due;
    }
}
