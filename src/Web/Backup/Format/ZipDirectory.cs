using System.Buffers.Binary;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup.Format;

/// <summary>
/// The list of entries at the end of a ZIP, which a reader takes into memory whole: a backup's is small, and a file that others have made may
/// say that it has gigabytes. APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.14 to 4.3.16.
/// </summary>
internal static class ZipDirectory
{
    /// <summary>Bytes: the tables, and a month's entry for each of a thousand years, have less.</summary>
    public const long MaxLength = 4 << 20;

    private const int EndLength = 22;
    private const uint EndSignature = 0x06054b50;
    private const int LocatorLength = 20;
    private const uint LocatorSignature = 0x07064b50;
    private const int LargeEndLength = 56;
    private const uint LargeEndSignature = 0x06064b50;

    /// <exception cref="BackupException">There is none where it belongs, or it is too large.</exception>
    public static void RequireModest(Stream stream)
    {
        var at = stream.Length - SealedStream.SealLength - EndLength;
        if (at < 0) throw NoBackup();
        Span<byte> end = stackalloc byte[EndLength];
        Read(stream, at, end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != SealedStream.SealLength) throw NoBackup();
        long length = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        // A reader looks there whenever one of the small numbers says so.
        if (at >= LocatorLength) length = Math.Max(length == uint.MaxValue ? 0 : length, LargeLength(stream, at - LocatorLength));
        if (length is < 0 or > MaxLength) throw new BackupException(new Sentence("Backup_ListLarge", length, MaxLength));
    }

    /// <returns>0: it is a small ZIP.</returns>
    private static long LargeLength(Stream stream, long at)
    {
        Span<byte> locator = stackalloc byte[LocatorLength];
        Read(stream, at, locator);
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != LocatorSignature) return 0;
        var place = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (place < 0 || place > at - LargeEndLength) throw NoBackup();
        Span<byte> end = stackalloc byte[LargeEndLength];
        Read(stream, place, end);
        return BinaryPrimitives.ReadUInt32LittleEndian(end) == LargeEndSignature ? BinaryPrimitives.ReadInt64LittleEndian(end[40..]) : throw NoBackup();
    }

    private static void Read(Stream stream, long at, Span<byte> into)
    {
        stream.Position = at;
        stream.ReadExactly(into);
    }

    private static BackupException NoBackup() => new(new Sentence("Backup_NoEnd"));
}
