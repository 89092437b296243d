using System.Globalization;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup;

/// <summary>The directory Backup:Directory: what lies in it, and names for what is made by itself. Its files are its owner's alone.</summary>
public sealed class BackupDirectory(BackupOptions options)
{
    public const string Extension = ".powermeter-backup";

    private const string TimeForm = "yyyyMMdd'T'HHmmss'Z'";
    private const string UploadPattern = ".*.upload";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan UnfinishedAge = TimeSpan.FromDays(1);

    public string Path => options.Directory;

    /// <summary>Bytes that the disk of the directory has free; null when the system does not say.</summary>
    public long? FreeBytes
    {
        get
        {
            try
            {
                // One that is not there yet will lie where the nearest one above it does.
                var there = options.Directory;
                while (!Directory.Exists(there) && System.IO.Path.GetDirectoryName(there) is { } above) there = above;
                return new DriveInfo(there).AvailableFreeSpace;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(new Sentence("Backup_DirectoryClosed", options.Directory, e.Message), e);
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
    internal void RemoveUnfinished(string kind, DateTimeOffset now)
    {
        foreach (var file in new DirectoryInfo(options.Directory).EnumerateFiles($"{kind}-*{Extension}{SavedBackup.Partial}")
            .Concat(new DirectoryInfo(options.Directory).EnumerateFiles(UploadPattern)))
            if (file.LastWriteTimeUtc < now.UtcDateTime - UnfinishedAge) file.Delete();
    }
}
