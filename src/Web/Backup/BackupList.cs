using PowerMeter.Web.Backup.Nightly;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>What lies in the directory of backups, for the page.</summary>
public sealed class BackupList(BackupDirectory directory, BackupRuns runs, ReadOnlyMode readOnly)
{
    private const int ShownRuns = 10;

    /// <summary>Where they lie.</summary>
    public string Directory => directory.Path;

    /// <summary>Bytes that the disk there has free; null when the system does not say.</summary>
    public long? FreeBytes => directory.FreeBytes;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredBackup> Files => directory.List();

    /// <summary>What was made by itself lately, the newest first.</summary>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public Task<IReadOnlyList<BackupRun>> ReadRunsAsync(CancellationToken cancel) => runs.ReadAsync(ShownRuns, cancel);

    /// <summary>Opens one to hand it out, or to restore it.</summary>
    /// <returns>Null: there is none of that name.</returns>
    /// <exception cref="BackupException">It cannot be read.</exception>
    public Stream? Open(string name) => directory.Find(name) is { } path ? InputFile.Open(path) : null;

    /// <returns>False: there is none of that name.</returns>
    /// <exception cref="BackupException">It cannot be removed.</exception>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public bool Remove(string name)
    {
        readOnly.Check();
        if (directory.Find(name) is not { } path) return false;
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup '{name}' cannot be removed: {e.Message}", e);
        }
    }
}
