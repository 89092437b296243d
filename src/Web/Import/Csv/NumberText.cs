using System.Globalization;

namespace PowerMeter.Web.Import.Csv;

/// <summary>A decimal number of a file.</summary>
internal static class NumberText
{
    /// <summary>No number is longer. Characters.</summary>
    private const int Longest = 64;

    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <param name="decimalComma">A comma may stand for the point: the file's columns are split by something else.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool decimalComma, out double number)
    {
        number = 0;
        // The parsers of numbers pass over NULs at the end.
        if (text.IsEmpty || text.Length > Longest || text.Contains('\0')) return false;
        if (!decimalComma || text.IndexOf(',') is not (>= 0 and var comma)) return double.TryParse(text, Decimal, CultureInfo.InvariantCulture, out number);
        Span<char> point = stackalloc char[text.Length];
        text.CopyTo(point);
        point[comma] = '.';
        return double.TryParse(point, Decimal, CultureInfo.InvariantCulture, out number);
    }
}
