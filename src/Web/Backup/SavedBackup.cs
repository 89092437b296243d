using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>
/// A backup as a file: it is written as <c>FILE.partial</c>, for its owner alone, flushed to the disk, read back and compared with its checksums,
/// and only then has its name. When anything fails nothing is left of it.
/// </summary>
internal static class SavedBackup
{
    public const string Partial = ".partial";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="force">Overwrite what is there.</param>
    /// <param name="spares">Whose disk is not filled to the last byte; null: the file may have all of it.</param>
    /// <exception cref="BackupException">The file is there, cannot be made or written, or cannot be read back.</exception>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public static async Task<BackupManifest> WriteAsync(
        BackupWriter writer, string path, (SecretPlaces Places, Passphrase Passphrase)? secrets, bool force, BackupProgress progress, CancellationToken cancel, BackupDirectory? spares = null)
    {
        var partial = path + Partial;
        if (Directory.Exists(path)) throw new BackupException(new Sentence("Backup_IsDirectory", path));
        if (!force && File.Exists(path)) throw new BackupException(new Sentence("Backup_FileThere", path));
        if (!force && File.Exists(partial)) throw new BackupException(new Sentence("Backup_PartialThere", partial));
        var file = Create(partial, force, spares);
        try
        {
            BackupManifest manifest;
            await using (file)
            {
                manifest = await writer.WriteAsync(file, secrets, cancel);
                file.Flush(flushToDisk: true);
            }

            await VerifyAsync(partial, progress, cancel);
            File.Move(partial, path, force);
            return manifest;
        }
        catch (Exception e)
        {
            var written = Remove(partial);
            // What else went wrong says nothing of how much has room.
            if (DiskFault.IsFull(e) || e is BackupException { Sentence: { } said } && said.Is(SparingFile.Spared)) progress.WrittenBytes = written;
            if (DiskFault.Is(e)) throw new BackupException(Said(e, partial, written), e);
            throw;
        }
    }

    /// <summary>Opens a file and compares all of it with its checksums.</summary>
    /// <exception cref="BackupException">It is no backup, or damaged.</exception>
    public static async Task<BackupManifest> VerifyAsync(string path, BackupProgress progress, CancellationToken cancel)
    {
        await using var backup = await BackupFile.OpenAsync(InputFile.Open(path), progress, cancel);
        await backup.VerifyAsync(progress, cancel);
        return backup.Manifest;
    }

    private static FileStream Create(string partial, bool force, BackupDirectory? spares)
    {
        try
        {
            if (force) File.Delete(partial);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, UnixCreateMode = OwnerOnly, BufferSize = 0 };
            return spares is null ? new FileStream(partial, options) : new SparingFile(partial, options, spares);
        }
        catch (Exception e) when (DiskFault.Is(e))
        {
            throw new BackupException(Said(e, partial, 0), e);
        }
    }

    /// <returns>Bytes that it had.</returns>
    private static long Remove(string partial)
    {
        try
        {
            var written = new FileInfo(partial).Length;
            File.Delete(partial);
            return written;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What went wrong before is to be told: a disk that became read-only keeps it.
            return 0;
        }
    }

    private static Sentence Said(Exception e, string partial, long written)
    {
        var directory = Path.GetDirectoryName(partial)!;
        return DiskFault.Of(e, directory, DiskRoom.FreeOf(directory), written) ?? new Sentence("Backup_NotMade", partial, e.Message);
    }
}
