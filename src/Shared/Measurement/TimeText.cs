using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Measurement;

/// <summary>A moment as programs write it: RFC 3339 with an offset, or unix seconds as a number.</summary>
public static class TimeText
{
    public static Sentence Allowed { get; } = new Sentence("Value_Time");

    /// <summary>No time is longer. Characters.</summary>
    private const int Longest = 64;

    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly decimal LatestSecond = Instant.MaxValue.ToUnixTimeSeconds();

    /// <returns>Null for what is no time. <see cref="Instant.MaxValue"/> for one beyond the year 9999, <see cref="Instant.MinValue"/> for one before 1970.</returns>
    public static Instant? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The parsers of numbers pass over NULs at the end.
        if (text.Length > Longest || text.Contains('\0', StringComparison.Ordinal)) return null;
        if (!decimal.TryParse(text, Decimal, CultureInfo.InvariantCulture, out var seconds))
            return OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true } parsed ? InstantOf(parsed.Value) : null;
        if (seconds < 0) return Instant.MinValue;
        return seconds < LatestSecond ? UnixMicroseconds.ToInstant((long)decimal.Floor(seconds * UnixMicroseconds.PerSecond)) : Instant.MaxValue;
    }

    // The first and the last hours that the calendar knows are, in some zones, no moment that can be reckoned with.
    private static Instant InstantOf(OffsetDateTime time) => time.Year switch
    {
        < 1970 => Instant.MinValue,
        > 9998 => Instant.MaxValue,
        _ => time.ToInstant(),
    };
}
