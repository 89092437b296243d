using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Import.Csv;

/// <summary>
/// The usual ways to write a moment, read without making strings or calendars of them: general parsers take longer than
/// the rest of a row. What is written in another way is left to those.
/// </summary>
internal static class QuickTime
{
    private const int MostFraction = 6;

    /// <summary>As microseconds it still fits; also now in milliseconds does.</summary>
    private const long MostSeconds = 9_000_000_000_000;

    /// <summary>Digits, perhaps with a fraction: seconds since 1970.</summary>
    /// <param name="microseconds">Truncated to whole microseconds.</param>
    public static bool TryUnixSeconds(ReadOnlySpan<char> text, out long microseconds)
    {
        microseconds = 0;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        if (whole.Length is 0 or > 13 || !TryDigits(whole, out var seconds) || seconds > MostSeconds) return false;
        var fraction = 0L;
        if (point >= 0 && !TryFraction(text[(point + 1)..], out fraction)) return false;
        microseconds = seconds * UnixMicroseconds.PerSecond + fraction;
        return true;
    }

    /// <summary><c>2026-03-01T12:00:00.5Z</c>, with a space for the T, or an offset such as +01:00, +0100 or +01.</summary>
    public static bool TryIso(ReadOnlySpan<char> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ('T' or ' ' or 't') || text[13] != ':' || text[16] != ':') return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute) || !TryDigits(text[17..19], out var second)) return false;
        if (year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth((int)year, (int)month) || hour > 23 || minute > 59 || second > 59) return false;
        var rest = text[19..];
        var fraction = 0L;
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 0 || !TryFraction(rest.Slice(1, digits), out fraction)) return false;
            rest = rest[(1 + digits)..];
        }

        if (!TryOffset(rest, out var offsetMinutes)) return false;
        var days = DateOnly.FromDateTime(new DateTime((int)year, (int)month, (int)day)).DayNumber - EpochDay;
        microseconds = ((days * 24L + hour) * 60 + minute - offsetMinutes) * UnixMicroseconds.PerMinute + second * UnixMicroseconds.PerSecond + fraction;
        return true;
    }

    private static readonly int EpochDay = new DateOnly(1970, 1, 1).DayNumber;

    private static bool TryOffset(ReadOnlySpan<char> text, out long minutes)
    {
        minutes = 0;
        if (text is "Z" or "z") return true;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ('+' or '-') || !TryDigits(text.Slice(1, 2), out var hours)) return false;
        var tail = text.Length == 6 && text[3] == ':' ? text[4..] : text[3..];
        if (tail.Length is not (0 or 2) || !TryDigits(tail, out var rest) || hours > 18 || rest > 59) return false;
        minutes = (hours * 60 + rest) * (text[0] == '-' ? -1 : 1);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<char> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length is 0 or > 18 || !TryDigits(text, out _)) return false;
        for (var i = 0; i < MostFraction; i++) microseconds = microseconds * 10 + (i < text.Length ? text[i] - '0' : 0);
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit(digit)) return false;
            number = number * 10 + (digit - '0');
        }

        return true;
    }
}
