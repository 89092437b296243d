namespace PowerMeter.Web.Storage;

/// <summary>A disk as this process sees it.</summary>
/// <param name="Path">A directory on it.</param>
public sealed record StorageDisk(string Path, long FreeBytes, long TotalBytes)
{
    /// <summary>PostgreSQL writes its log in pieces of 16 MiB, and needs some of them.</summary>
    private const long LeastBytes = 4 * 16 * 1024 * 1024;

    private const int NearlyFullPercent = 5;

    /// <summary>Where Debian's PostgreSQL keeps its databases.</summary>
    private const string Debian = "/var/lib/postgresql";

    /// <summary>What the database can still fill.</summary>
    public long RoomBytes => Math.Max(0, FreeBytes - LeastBytes);

    /// <summary>Nothing more can be stored, or next to nothing.</summary>
    public bool IsFull => FreeBytes < LeastBytes;

    /// <summary>Less than a twentieth is free.</summary>
    public bool IsNearlyFull => FreeBytes < TotalBytes / 100 * NearlyFullPercent;

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
