namespace PowerMeter.Web.Server;

/// <summary>What a disk has free.</summary>
internal static class DiskRoom
{
    /// <summary>Bytes that files of whatever size leave free: a disk that is filled to the last byte stops PostgreSQL.</summary>
    public const long Reserve = 100_000_000;

    /// <returns>Bytes that the disk of a directory has free; null when the system does not say.</returns>
    public static long? FreeOf(string directory)
    {
        try
        {
            // One that is not there yet will lie where the nearest one above it does.
            var there = directory;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above) there = above;
            return new DriveInfo(there).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
