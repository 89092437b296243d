using System.Collections.Concurrent;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Nightly;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>What lies in the directory of backups, for the page.</summary>
public sealed class BackupList(BackupDirectory directory, BackupRuns runs, ReadOnlyMode readOnly)
{
    private const int ShownRuns = 10;

    // A manifest of ten years has 100 KB, and a page that is opened need not read them all again.
    private readonly ConcurrentDictionary<StoredBackup, ListedBackup> _known = [];

    /// <summary>Where they lie.</summary>
    public string Directory => directory.Path;

    /// <summary>Bytes that the disk there has free; null when the system does not say.</summary>
    public long? FreeBytes => directory.FreeBytes;

    /// <summary>Why nobody can look into it; null: all is well.</summary>
    public Sentence? Obstacle => directory.Obstacle;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<StoredBackup> Files => directory.List();

    /// <summary>The same with what each says of itself, unverified.</summary>
    public async Task<IReadOnlyList<ListedBackup>> ReadFilesAsync(CancellationToken cancel)
    {
        var files = directory.List();
        var listed = new List<ListedBackup>();
        foreach (var file in files) listed.Add(_known.GetValueOrDefault(file) ?? await LookAsync(file, cancel));
        foreach (var gone in _known.Keys.Except(files)) _known.TryRemove(gone, out _);
        foreach (var one in listed) _known.TryAdd(one.File, one);
        return listed;
    }

    /// <summary>Where one lies, for who restores it by the command.</summary>
    /// <returns>Null: there is none of that name.</returns>
    public string? PathOf(string name) => directory.Find(name);

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
            throw new BackupException(new Sentence("Backup_NotRemoved", name, e.Message), e);
        }
    }

    private async Task<ListedBackup> LookAsync(StoredBackup file, CancellationToken cancel)
    {
        var isOurs = BackupDirectory.TimeOf(NightlyBackup.Kind, file.Name) is not null || BackupDirectory.TimeOf(BackupOfBefore.Kind, file.Name) is not null;
        try
        {
            await using var stream = Open(file.Name);
            return new ListedBackup(file, stream is null ? null : await BackupFile.PeekAsync(stream, cancel), isOurs);
        }
        catch (Exception e) when (e is BackupException or IOException)
        {
            return new ListedBackup(file, null, false);
        }
    }
}
