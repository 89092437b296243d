using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Server;

/// <summary>What a disk has free.</summary>
internal static class DiskRoom
{
    /// <summary>Bytes that files of whatever size leave free: a disk that is filled to the last byte stops PostgreSQL.</summary>
    public const long Reserve = 100_000_000;

    public const int BytesPerMegabyte = 1_000_000;

    /// <returns>Bytes that the disk of a directory has free; null when the system does not say.</returns>
    public static long? FreeOf(string directory) => Look<long?>(directory, drive => drive.AvailableFreeSpace);

    /// <returns>Bytes that a file in a directory leaves free: none where it lies in memory, and no database does.</returns>
    public static long ReserveOf(string directory) => Look(directory, drive => drive.DriveFormat) == "tmpfs" ? 0 : Reserve;

    /// <param name="neededBytes">Of a file, with what is to stay free.</param>
    /// <returns>Null: the file has room, or nobody knows.</returns>
    public static Sentence? ObstacleTo(string directory, long? freeBytes, long neededBytes) =>
        freeBytes < neededBytes ? new Sentence("Disk_NoRoom", directory, freeBytes.Value / BytesPerMegabyte, neededBytes / BytesPerMegabyte) : null;

    private static T? Look<T>(string directory, Func<DriveInfo, T> at)
    {
        try
        {
            // One that is not there yet will lie where the nearest one above it does.
            var there = directory;
            while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { Length: > 0 } above) there = above;
            return at(new DriveInfo(there));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return default;
        }
    }
}
