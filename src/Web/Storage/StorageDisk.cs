namespace PowerMeter.Web.Storage;

/// <summary>A disk as this process sees it.</summary>
/// <param name="Path">A directory on it.</param>
public sealed record StorageDisk(string Path, long FreeBytes, long TotalBytes)
{
    /// <summary>Where Debian's PostgreSQL keeps its databases.</summary>
    private const string Debian = "/var/lib/postgresql";

    /// <returns>The disk on which a database of this machine mostly lies; null when the system does not say.</returns>
    public static StorageDisk? OfThisMachine()
    {
        var path = Directory.Exists(Debian) ? Debian : AppContext.BaseDirectory;
        try
        {
            var drive = new DriveInfo(path);
            return new StorageDisk(path, drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
