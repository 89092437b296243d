using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Import.Csv;

/// <summary>What the first two rows of a file tell: what splits its columns, and what they are called.</summary>
/// <param name="Names">In lower case; null: the first row is data already.</param>
/// <param name="First">The first row of data; null: there is none.</param>
internal sealed record CsvHead(char Delimiter, string[]? Names, string[]? First)
{
    public int Columns => (Names ?? First!).Length;

    /// <param name="text">The file's beginning, whole lines.</param>
    /// <exception cref="ImportException">There is no row.</exception>
    public static CsvHead Of(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) throw new ImportException(new Sentence("Import_Empty"));
        // A decimal comma stands in a file whose columns are split by something else.
        var delimiter = lines[0].Contains('\t', StringComparison.Ordinal) ? '\t'
            : lines[0].Contains(';', StringComparison.Ordinal) ? ';'
            : ',';
        var first = Split(lines[0], delimiter);
        if (IsData(first)) return new CsvHead(delimiter, null, first);
        return new CsvHead(delimiter, [.. first.Select(name => name.ToLowerInvariant())], lines.Length > 1 ? Split(lines[1], delimiter) : null);
    }

    /// <returns>Its place; −1 when the header does not name it.</returns>
    public int IndexOf(params string[] names) => Names is null ? -1 : Array.FindIndex(Names, name => names.Contains(name));

    // Some value of a row is a number or begins with one, as times do; no column is called so.
    private static bool IsData(string[] row) => row.Any(value => value.Length > 0 && (char.IsAsciiDigit(value[0]) || (value[0] is '-' or '+' && value.Length > 1 && char.IsAsciiDigit(value[1]))));

    private static string[] Split(string line, char delimiter) => [.. line.Split(delimiter).Select(CsvRecord.Clean)];
}
