using System.Text.Json;
using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>
/// Keeps how the page's last restore ended: this process ends with the database that it knew, and whoever opens the page again asks.
/// A file in the directory of backups, since what is in the database is replaced.
/// </summary>
public sealed class RestoreJournal(BackupDirectory directory, NpgsqlDataSource database)
{
    private const string Name = ".last-restore.json";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string File => Path.Combine(directory.Path, Name);

    /// <returns>Null: there was none, or it was dismissed.</returns>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<RestoreRecord?> ReadAsync(CancellationToken cancel)
    {
        if (Load() is not { } record) return null;
        if (record.Result is not null || record.Error is not null) return record;
        // The process ended before it could tell. The restore itself is one transaction, which has left its mark or nothing.
        return await ReadEpochAsync(cancel) != record.EpochBefore
            ? record with { Result = new RestoreResult(null, [], null) }
            : record with { Error = new Sentence("Backup_StoppedMidway") };
    }

    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    internal async Task<Guid?> ReadEpochAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await connection.ScalarAsync<Guid>("select epoch from database_epoch", cancel);
    }

    /// <exception cref="BackupException">It cannot be written; then nothing of it is left.</exception>
    internal void Write(RestoreRecord record)
    {
        directory.Make();
        var unfinished = $"{File}{SavedBackup.Partial}";
        try
        {
            Write(record, unfinished);
        }
        catch (Exception e) when (DiskFault.Is(e))
        {
            Remove(unfinished);
            throw new BackupException(directory.Said(e), e);
        }
    }

    private void Write(RestoreRecord record, string unfinished)
    {
        System.IO.File.Delete(unfinished);
        using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            JsonSerializer.Serialize(file, record, BackupJson.Default.RestoreRecord);
            file.Flush(flushToDisk: true);
        }

        System.IO.File.Move(unfinished, File, overwrite: true);
    }

    /// <summary>The same where nothing can be done about a disk that refuses it.</summary>
    internal void TryWrite(RestoreRecord record)
    {
        try
        {
            Write(record);
        }
        catch (BackupException)
        {
            // Without it the epoch tells how it ended.
        }
    }

    internal void Forget() => Remove(File);

    private static void Remove(string file)
    {
        try
        {
            System.IO.File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is shown again, or written over, which harms nobody.
        }
    }

    private RestoreRecord? Load()
    {
        try
        {
            using var file = System.IO.File.OpenRead(File);
            return JsonSerializer.Deserialize(file, BackupJson.Default.RestoreRecord);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}
