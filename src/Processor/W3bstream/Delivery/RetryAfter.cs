using System.Globalization;

namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>The header <c>Retry-After</c>: seconds, or a date (RFC 9110, section 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>No answer silences the meter for longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // RFC 9110, section 5.6.7: the form that is sent today, and the two old ones that are still to be understood.
    private static readonly string[] Dates =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    /// <returns>From 0 to <see cref="Longest"/>; null when there is no such header, or nobody can read it.</returns>
    public static TimeSpan? Parse(string? header, DateTimeOffset now)
    {
        var text = header?.Trim() ?? "";
        if (text.Length == 0) return null;
        if (text.All(char.IsAsciiDigit))
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < Longest.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : Longest;
        if (!DateTimeOffset.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)) return null;
        var pause = until - now;
        return pause <= TimeSpan.Zero ? TimeSpan.Zero : pause < Longest ? pause : Longest;
    }
}
