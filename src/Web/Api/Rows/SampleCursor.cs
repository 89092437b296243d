using System.Buffers.Binary;
using System.Buffers.Text;

namespace PowerMeter.Web.Api.Rows;

/// <summary>
/// Where a page of samples ended: the time of its last one, which no other sample of the sensor has. So what is inserted
/// or deleted meanwhile neither repeats nor skips a sample. Opaque, so that it may become something else.
/// </summary>
internal static class SampleCursor
{
    private const byte Version = 1;
    private const int Length = 1 + sizeof(long);

    /// <param name="time">Unix microseconds.</param>
    public static string After(long time)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], time);
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>Unix microseconds; null for what is no cursor.</returns>
    public static long? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        return text.Length == Base64Url.GetEncodedLength(Length) && Base64Url.IsValid(text)
            && Base64Url.TryDecodeFromChars(text, bytes, out var written) && written == Length && bytes[0] == Version
            ? BinaryPrimitives.ReadInt64BigEndian(bytes[1..])
            : null;
    }
}
