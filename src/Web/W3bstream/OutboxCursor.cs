using System.Buffers.Binary;
using System.Buffers.Text;

namespace PowerMeter.Web.W3bstream;

/// <summary>Where a page of readings ended: the end of the last one's window and its number. As text it is opaque.</summary>
/// <param name="WindowEnd">Unix microseconds.</param>
public readonly record struct OutboxCursor(long WindowEnd, long Id)
{
    private const byte Version = 1;
    private const int Length = 1 + (2 * sizeof(long));

    /// <summary>Before all: the first page begins with the newest.</summary>
    public static OutboxCursor Start { get; } = new(Shared.Measurement.UnixMicroseconds.PerSecond * 253_402_214_400, long.MaxValue);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], WindowEnd);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(1 + sizeof(long))..], Id);
        return Base64Url.EncodeToString(bytes);
    }

    /// <returns>Null for what is no cursor.</returns>
    public static OutboxCursor? Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text is null || text.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Length || bytes[0] != Version) return null;
        var cursor = new OutboxCursor(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + sizeof(long))..]));
        return cursor.WindowEnd >= 0 && cursor.WindowEnd <= Start.WindowEnd ? cursor : null;
    }
}
