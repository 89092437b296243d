using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>What is there is backed up before it is replaced: without secrets, which stay where they are.</summary>
internal static class BackupOfBefore
{
    public const string Kind = "before-restore";

    /// <returns>The file.</returns>
    /// <exception cref="BackupException">It cannot be made.</exception>
    public static async Task<string> MakeAsync(NpgsqlDataSource owner, BackupDirectory directory, BackupProgress progress, TimeProvider clock, CancellationToken cancel)
    {
        try
        {
            directory.Make();
            var path = directory.NewPath(Kind, clock.GetUtcNow());
            await SavedBackup.WriteAsync(new BackupWriter(owner, progress), path, null, force: false, progress, cancel, directory);
            return path;
        }
        catch (BackupException e)
        {
            throw new BackupException(new Sentence("Backup_NoBackupOfBefore", e.Sentence), e);
        }
    }
}
