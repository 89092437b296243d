using System.Globalization;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Nightly;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>The directory Backup:Directory: what lies in it, and names for what is made by itself. Its files are its owner's alone.</summary>
/// <param name="freeOf">Bytes that the disk of a directory has free; null: as the system says.</param>
public sealed class BackupDirectory(BackupOptions options, Func<string, long?>? freeOf = null)
{
    public const string Extension = ".powermeter-backup";

    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";
    private const string UploadPattern = $"{UnnamedFile.Prefix}*";
    private static readonly string[] MadeByThemselves = [NightlyBackup.Kind, BackupOfBefore.Kind];
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan UnfinishedAge = TimeSpan.FromDays(1);

    public string Path => options.Directory;

    /// <summary>Bytes that the disk of the directory has free; null when the system does not say.</summary>
    public long? FreeBytes => (freeOf ?? DiskRoom.FreeOf)(options.Directory);

    /// <summary>Why it cannot be looked into; null: it can, or is not there yet.</summary>
    public Sentence? Obstacle
    {
        get
        {
            try
            {
                _ = new DirectoryInfo(options.Directory).EnumerateFileSystemInfos().Any();
                return null;
            }
            catch (DirectoryNotFoundException)
            {
                return null;
            }
            catch (Exception e) when (DiskFault.Is(e))
            {
                return Said(e);
            }
        }
    }

    /// <exception cref="BackupException">It cannot be made.</exception>
    public void Make()
    {
        try
        {
            Directory.CreateDirectory(options.Directory, OwnerOnly);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new BackupException(new Sentence("Disk_NotMade", options.Directory, Environment.UserName), e);
        }
        catch (Exception e) when (DiskFault.Is(e))
        {
            throw new BackupException(Said(e), e);
        }
    }

    /// <param name="kind">Why it is made: nightly, before-restore.</param>
    public string NewPath(string kind, DateTimeOffset now) =>
        System.IO.Path.Combine(options.Directory, $"{kind}-{now.UtcDateTime.ToString(TimeForm, CultureInfo.InvariantCulture)}{Extension}");

    /// <summary>The files with our extension, the newest first.</summary>
    public IReadOnlyList<StoredBackup> List()
    {
        try
        {
            return [.. new DirectoryInfo(options.Directory).EnumerateFiles($"*{Extension}").Where(file => file.LinkTarget is null)
                .Select(file => new StoredBackup(file.Name, file.Length, file.LastWriteTimeUtc)).OrderByDescending(file => file.WrittenAt)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <returns>Null: there is none of that name here.</returns>
    public string? Find(string name) => List().Any(file => file.Name == name) ? System.IO.Path.Combine(options.Directory, name) : null;

    /// <returns>When a file that was made by itself was made; null: it is not of that kind.</returns>
    internal static DateTimeOffset? TimeOf(string kind, string name) =>
        name.StartsWith($"{kind}-", StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal)
        && DateTimeOffset.TryParseExact(
            name[(kind.Length + 1)..^Extension.Length], TimeForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>Removes what a process that was killed has left of the files that are made by themselves.</summary>
    /// <exception cref="BackupException">The directory is closed.</exception>
    internal void RemoveUnfinished(DateTimeOffset now)
    {
        try
        {
            var directory = new DirectoryInfo(options.Directory);
            foreach (var file in MadeByThemselves.Select(kind => $"{kind}-*{Extension}{SavedBackup.Partial}").Append(UploadPattern).SelectMany(directory.EnumerateFiles))
                if (file.LastWriteTimeUtc < now.UtcDateTime - UnfinishedAge) file.Delete();
        }
        catch (Exception e) when (DiskFault.Is(e))
        {
            throw new BackupException(Said(e), e);
        }
    }

    /// <summary>Why a file there could not be made or written.</summary>
    internal Sentence Said(Exception e) => DiskFault.Of(e, options.Directory, FreeBytes, 0) ?? new Sentence("Backup_DirectoryClosed", options.Directory, e.Message);
}
