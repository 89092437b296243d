using System.Text;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Push;

/// <summary>
/// Samples as CSV (RFC 4180): a header that names the columns, in any order, then a row a line; empty lines are passed
/// over, and a value may stand in quotes. The column <c>night_rate</c>, which our own export has, is passed over: the
/// tariff follows from the contracts. Pure: no clock, no I/O.
/// </summary>
internal static class PushCsv
{
    private const string PassedOver = "night_rate";

    /// <summary>Four values of the longest kind, with room. Bytes.</summary>
    private const int LongestLine = 1024;

    /// <param name="body">UTF-8 without a byte order mark.</param>
    /// <exception cref="PushFormatException">The header is wrong.</exception>
    public static PushBatch Parse(ReadOnlySpan<byte> body, PushRules rules)
    {
        var batch = new PushBatch();
        var row = new PushRow(rules);
        PushColumn?[]? columns = null;
        var line = 0;
        while (!body.IsEmpty)
        {
            var end = body.IndexOf((byte)'\n');
            var text = (end < 0 ? body : body[..end]).Trim(" \t\r"u8);
            body = end < 0 ? default : body[(end + 1)..];
            line++;
            if (text.IsEmpty) continue;
            if (columns is null)
            {
                columns = ReadHeader(text);
                continue;
            }

            ReadRow(row, columns, text);
            batch.Add(row, line);
        }

        return columns is null ? throw new PushFormatException(new Sentence("Push_EmptyCsv")) : batch;
    }

    /// <returns>The column of each value; null for one that is passed over.</returns>
    private static PushColumn?[] ReadHeader(ReadOnlySpan<byte> text)
    {
        var names = Split(text);
        var columns = new PushColumn?[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Equals(PassedOver, StringComparison.OrdinalIgnoreCase)) continue;
            var found = Array.FindIndex(PushRow.Columns, column => column.Equals(names[i], StringComparison.OrdinalIgnoreCase));
            if (found < 0) throw new PushFormatException(new Sentence("Push_HeaderName", PushRow.Excerpt(names[i])));
            if (Array.IndexOf(columns, (PushColumn)found, 0, i) >= 0) throw new PushFormatException(new Sentence("Push_HeaderTwice", PushRow.Columns[found]));
            columns[i] = (PushColumn)found;
        }

        foreach (var needed in (PushColumn[])[PushColumn.Time, PushColumn.Watts])
            if (!columns.Contains(needed)) throw new PushFormatException(new Sentence("Push_HeaderLacks", PushRow.Columns[(int)needed]));
        return columns;
    }

    private static void ReadRow(PushRow row, PushColumn?[] columns, ReadOnlySpan<byte> text)
    {
        row.Clear();
        if (text.Length > LongestLine)
        {
            row.Reject(new Sentence("Push_RowTooLong", LongestLine));
            return;
        }

        var values = Split(text);
        if (values.Length != columns.Length)
        {
            row.Reject(new Sentence("Push_RowValues", values.Length, columns.Length));
            return;
        }

        for (var i = 0; i < values.Length; i++)
            if (columns[i] is { } column && values[i].Length > 0) row.Set(column, values[i]);
    }

    // No value has a comma or a quote in it.
    private static string[] Split(ReadOnlySpan<byte> text) => text.Length > LongestLine
        ? throw new PushFormatException(new Sentence("Push_HeaderTooLong", LongestLine))
        : [.. Encoding.UTF8.GetString(text).Split(',').Select(value => Unquote(value.Trim()))];

    private static string Unquote(string value) => value is ['"', .. var inner, '"'] ? inner.Trim() : value;
}
