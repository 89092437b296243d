using Npgsql;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>The restore of the pages: at most one; the last one is remembered until it is dismissed.</summary>
public sealed class RestoreJobs : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SecretPlaces _places;
    private readonly ReadOnlyMode _readOnly;
    private RestoreJob? _job;

    internal RestoreJobs(
        NpgsqlDataSource database, OwnerLogin owner, SecretPlaces places, BackupDirectory directory, RestoreJournal journal, BackupTurn turn, ReadOnlyMode readOnly, TimeProvider clock) =>
        (Database, Owner, _places, Directory, Journal, Turn, _readOnly, Clock) = (database, owner, places, directory, journal, turn, readOnly, clock);

    /// <summary>Null: there is none.</summary>
    public RestoreJob? Current
    {
        get
        {
            lock (_gate) return _job;
        }
    }

    /// <summary>With the Web process's own login: enough to check a file.</summary>
    internal NpgsqlDataSource Database { get; }

    internal OwnerLogin Owner { get; }

    internal BackupDirectory Directory { get; }

    internal RestoreJournal Journal { get; }

    internal BackupTurn Turn { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Begins with the check; <see cref="RestoreJob.Restore"/> goes on.</summary>
    /// <param name="file">One that can seek; the job's from now on, unless it is refused.</param>
    /// <param name="path">Where it lies; null for one that came from a browser.</param>
    /// <returns>Null: a restore is under way.</returns>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task<RestoreJob?> StartAsync(string fileName, Stream file, string? path)
    {
        CheckMayChange();
        var job = new RestoreJob(this, fileName, file, path);
        RestoreJob? old;
        lock (_gate)
        {
            old = _job;
            if (old is { IsRunning: true }) return null;
            _job = job;
            job.Check();
        }

        if (old is not null) await old.DisposeAsync();
        return job;
    }

    /// <summary>Forgets the last one; one that runs is given up, and nothing of it is written.</summary>
    public async Task DismissAsync()
    {
        RestoreJob? old;
        lock (_gate) (old, _job) = (_job, null);
        if (old is not null) await old.DisposeAsync();
        Journal.Forget();
    }

    public async ValueTask DisposeAsync()
    {
        // How it ended stays in the journal: the process ends, the restore is told of at the next start.
        if (Current is { } job) await job.DisposeAsync();
    }

    internal void CheckMayChange() => _readOnly.Check();

    internal Restorer RestorerOf(NpgsqlDataSource owner, BackupProgress progress) => new(owner, _places, progress, Clock);
}
