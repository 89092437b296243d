using CsvHelper;

namespace PowerMeter.Web.Import.Csv;

/// <summary>The row that the parser stands on.</summary>
internal readonly struct CsvRecord(CsvParser parser)
{
    public int Count => parser.Count;

    public long Line => parser.RawRow;

    /// <summary>Without the spaces and the quotes around it.</summary>
    /// <param name="column">Negative: a column that the file does not have.</param>
    public string this[int column] => column < 0 ? "" : Clean(parser[column]);

    /// <summary>No text of a meter's file has a delimiter or a quote in it.</summary>
    public static string Clean(string text)
    {
        if (text.Length == 0 || (!char.IsWhiteSpace(text[0]) && !char.IsWhiteSpace(text[^1]) && text[0] != '"')) return text;
        var trimmed = text.Trim();
        return trimmed is ['"', .. var inner, '"'] ? inner.Trim() : trimmed;
    }
}
