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

    internal RestoreJobs(OwnerLogin owner, SecretPlaces places, BackupDirectory directory, BackupTurn turn, ReadOnlyMode readOnly, TimeProvider clock) =>
        (Owner, _places, Directory, Turn, _readOnly, Clock) = (owner, places, directory, turn, readOnly, clock);

    /// <summary>Null: there is none.</summary>
    public RestoreJob? Current
    {
        get
        {
            lock (_gate) return _job;
        }
    }

    internal OwnerLogin Owner { get; }

    internal BackupDirectory Directory { get; }

    internal BackupTurn Turn { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Begins with the check; <see cref="RestoreJob.Restore"/> goes on.</summary>
    /// <param name="file">One that can seek; the job's from now on, unless it is refused.</param>
    /// <param name="passphrase">Null or empty: none was given.</param>
    /// <param name="withoutSecrets">Leave the file's secrets.</param>
    /// <returns>Null: a restore is under way.</returns>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task<RestoreJob?> StartAsync(string fileName, Stream file, string? passphrase, bool withoutSecrets)
    {
        CheckMayChange();
        var job = new RestoreJob(this, fileName, file);
        RestoreJob? old;
        lock (_gate)
        {
            old = _job;
            if (old is { IsRunning: true }) return null;
            _job = job;
            job.Check(passphrase, withoutSecrets);
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
    }

    public async ValueTask DisposeAsync() => await DismissAsync();

    internal void CheckMayChange() => _readOnly.Check();

    internal Restorer RestorerOf(NpgsqlDataSource owner, BackupProgress progress) => new(owner, _places, progress, Clock);
}
