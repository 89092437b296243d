using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Server;

/// <summary>Says in words why a disk does not take a file.</summary>
internal static class DiskFault
{
    // errno(3)
    private const int EIO = 5;
    private const int ENXIO = 6;
    private const int ENODEV = 19;
    private const int ENOSPC = 28;
    private const int EROFS = 30;
    private const int ESTALE = 116;
    private const int EDQUOT = 122;

    /// <returns>Whether it is one of those that reading and writing a file throws.</returns>
    // A file that is larger than its file system takes (EFBIG) is an argument out of range.
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <returns>Whether the disk, or the user's share of it, has no room for more of the file.</returns>
    public static bool IsFull(Exception e) => e is ArgumentOutOfRangeException || (e is IOException && NumberOf(e) is ENOSPC or EDQUOT);

    /// <param name="directory">Where the file is to be.</param>
    /// <param name="freeBytes">Of its disk, without what was written of the file; null when the system does not say.</param>
    /// <param name="writtenBytes">Of the file, before it failed; they are removed again.</param>
    /// <returns>Null: the disk's own words say it best.</returns>
    public static Sentence? Of(Exception e, string directory, long? freeBytes, long writtenBytes) => e switch
    {
        ArgumentOutOfRangeException => new Sentence("Disk_FileLarge", directory, writtenBytes / DiskRoom.BytesPerMegabyte),
        DirectoryNotFoundException or FileNotFoundException => new Sentence("Disk_Gone", directory),
        // The system may say so of a damaged disk, too, but hardly ever.
        UnauthorizedAccessException => new Sentence("Disk_Closed", directory, Environment.UserName),
        IOException => NumberOf(e) switch
        {
            ENOSPC or EDQUOT when freeBytes is { } free => new Sentence("Disk_Full", directory, writtenBytes / DiskRoom.BytesPerMegabyte, free / DiskRoom.BytesPerMegabyte),
            EROFS => new Sentence("Disk_ReadOnly", directory),
            EIO or ENXIO or ENODEV or ESTALE => new Sentence("Disk_Fails", directory, e.Message),
            _ => null,
        },
        _ => null,
    };

    /// <summary>.NET gives an IOException the number of errno(3) that the kernel answered.</summary>
    private static int NumberOf(Exception e) => e.HResult & 0xFFFF;
}
