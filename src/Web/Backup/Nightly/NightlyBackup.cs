using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup.Nightly;

/// <summary>
/// Backs up by itself: in the night, or when the machine is on again. What it made is verified before an older one goes, and it removes
/// nothing that it did not make.
/// </summary>
internal sealed partial class NightlyBackup(
    NpgsqlDataSource database, BackupRuns runs, BackupDirectory directory, BackupOptions options, BackupTurn turn, TimeProvider clock, ILogger<NightlyBackup> logger)
    : BackgroundService
{
    public const string Kind = "nightly";

    private readonly NightlyPlan _plan = new(runs, options);

    /// <summary>What the database did not take, because its own disk is full: until it does, no other backup is made.</summary>
    private BackupRun? _unrecorded;

    /// <summary>Bytes that the last attempt had written when it failed: the next one needs more than these.</summary>
    private long _writtenBytes;

    private static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromSeconds(1);

    /// <summary>Looks whether a backup is due, and makes it.</summary>
    /// <returns>How long nothing need be done.</returns>
    internal async Task<TimeSpan> LookAsync(CancellationToken cancel)
    {
        try
        {
            var zone = (await new SiteReader(database).ReadAsync(cancel)).Calendar.Zone;
            var due = await _plan.ReadDueAsync(zone, cancel);
            var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
            if (due is null) return LongestSleep;
            if (_unrecorded is { } run)
            {
                await RecordAsync(run, zone, cancel);
                return ShortestSleep;
            }

            if (due > now) return TimeSpan.FromTicks(Math.Clamp((due.Value - now).BclCompatibleTicks, ShortestSleep.Ticks, LongestSleep.Ticks));
            await runs.AloneAsync(() => MakeIfStillDueAsync(zone, cancel), cancel);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // The health page says that the database is away.
        }
        catch (SettingException e)
        {
            NotMade(e.Message);
        }

        return LongestSleep;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Nightly) return;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = await LookAsync(stoppingToken);
            await Task.Delay(pause, clock, stoppingToken);
        }
    }

    // Another Web process may have made it while this one waited.
    private async Task MakeIfStillDueAsync(DateTimeZone zone, CancellationToken cancel)
    {
        if (await _plan.ReadDueAsync(zone, cancel) is not { } due || due > Instant.FromDateTimeOffset(clock.GetUtcNow())) return;
        using var mine = await turn.TakeAsync(cancel);
        var started = clock.GetUtcNow();
        BackupRun run;
        var progress = new BackupProgress();
        try
        {
            run = await MakeAsync(started, progress, cancel);
            Made(run.File!, run.Bytes!.Value, run.Samples!.Value);
        }
        catch (Exception e) when (e is BackupException || DatabaseFault.Is(e))
        {
            NotMade(e.Message);
            run = new BackupRun(Environment.MachineName, started, EndOf(started), null, null, null, e.Message)
            {
                ErrorSaid = e is BackupException known ? known.Sentence : new Sentence("Backup_BackupBroke", e.Message),
            };
        }

        _writtenBytes = run.Error is null ? 0 : Math.Max(_writtenBytes, progress.WrittenBytes);
        await RecordAsync(run, zone, cancel);
    }

    // What is not in the database would be made again and again: it is kept here until it is.
    private async Task RecordAsync(BackupRun run, DateTimeZone zone, CancellationToken cancel)
    {
        try
        {
            await runs.AddAsync(run, cancel);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            if (_unrecorded is null) NotRecorded(e.Message);
            // What it refuses for good it would refuse each time.
            _unrecorded = e is PostgresException { SqlState: ['2', '2' or '3', ..] } ? null : run;
            throw;
        }

        _unrecorded = null;
        if (run.Error is null) RemoveSuperfluous(zone);
    }

    private async Task<BackupRun> MakeAsync(DateTimeOffset started, BackupProgress progress, CancellationToken cancel)
    {
        directory.Make();
        directory.RemoveUnfinished(started);
        RequireSpace();
        var path = directory.NewPath(Kind, started);
        var manifest = await SavedBackup.WriteAsync(new BackupWriter(database, progress), path, null, force: false, progress, cancel, directory);
        return new BackupRun(Environment.MachineName, started, EndOf(started), Path.GetFileName(path), new FileInfo(path).Length, manifest.Samples, null);
    }

    // A clock may be set back while a backup is written.
    private DateTimeOffset EndOf(DateTimeOffset started) => clock.GetUtcNow() is var now && now > started ? now : started;

    // Better no backup than a disk that is written full every hour.
    private void RequireSpace()
    {
        var last = directory.List().FirstOrDefault(file => BackupDirectory.TimeOf(Kind, file.Name) is not null)?.Bytes ?? 0;
        var needed = (Math.Max(last, _writtenBytes) * 3 / 2) + DiskRoom.Reserve;
        if (directory.FreeBytes is { } free && free < needed)
            throw new BackupException(new Sentence("Backup_NightNoRoom", directory.Path, free / DiskRoom.BytesPerMegabyte, needed / DiskRoom.BytesPerMegabyte));
    }

    private void RemoveSuperfluous(DateTimeZone zone)
    {
        var made = directory.List().Select(file => (file.Name, Time: BackupDirectory.TimeOf(Kind, file.Name))).Where(file => file.Time is not null)
            .Select(file => (file.Name, Instant.FromDateTimeOffset(file.Time!.Value)));
        foreach (var name in BackupRetention.Superfluous(made, options.KeepNewest, options.KeepWeeks, zone))
            try
            {
                File.Delete(Path.Combine(directory.Path, name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                NotRemoved(name, e.Message);
            }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Backed up by itself: {File}, {Bytes} bytes, {Samples} samples, verified.")]
    private partial void Made(string file, long bytes, long samples);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The nightly backup was not made, and is tried again in an hour: {Reason}")]
    private partial void NotMade(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database does not take how the nightly backup went, and no other one is made until it does: {Reason}")]
    private partial void NotRecorded(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The old backup {File} could not be removed: {Reason}")]
    private partial void NotRemoved(string file, string reason);
}
