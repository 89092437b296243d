using System.Globalization;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Api.Rows;

/// <summary>
/// Puts the values of one row after each other as UTF-8. Numbers are the shortest that read back as the same one, with a
/// point; the caller sees to the room.
/// </summary>
internal ref struct RowWriter(Span<byte> bytes)
{
    /// <summary>A time such as <c>2026-03-01T12:00:00.123456Z</c> is no longer.</summary>
    private const int SecondsLength = 19;

    private readonly Span<byte> _bytes = bytes;

    /// <summary>Bytes that are written.</summary>
    public int Length { get; private set; }

    public void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes[Length..]);
        Length += text.Length;
    }

    public void Put<T>(T number)
        where T : IUtf8SpanFormattable
    {
        if (!number.TryFormat(_bytes[Length..], out var written, default, CultureInfo.InvariantCulture)) throw new InvalidOperationException("The row is longer than it may be.");
        Length += written;
    }

    /// <param name="without">What stands there without a number.</param>
    public void Put<T>(T? number, ReadOnlySpan<byte> without)
        where T : struct, IUtf8SpanFormattable
    {
        if (number is { } known) Put(known);
        else Put(without);
    }

    /// <summary>RFC 3339 in UTC, with as many decimals as it needs.</summary>
    /// <param name="microseconds">Since 1970.</param>
    public void PutMoment(long microseconds)
    {
        var seconds = UnixMicroseconds.Floor(microseconds, UnixMicroseconds.PerSecond);
        var fraction = (int)(microseconds - seconds);
        DateTime.UnixEpoch.AddTicks(seconds * TimeSpan.TicksPerMicrosecond).TryFormat(_bytes[Length..], out _, "s", CultureInfo.InvariantCulture);
        Length += SecondsLength;
        if (fraction > 0) PutFraction(fraction);
        Put("Z"u8);
    }

    private void PutFraction(int microseconds)
    {
        var digits = 6;
        for (; microseconds % 10 == 0; microseconds /= 10) digits--;
        Put("."u8);
        for (var at = digits - 1; at >= 0; at--, microseconds /= 10) _bytes[Length + at] = (byte)('0' + microseconds % 10);
        Length += digits;
    }
}
