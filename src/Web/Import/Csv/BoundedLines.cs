using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Import.Csv;

/// <summary>
/// Passes text on and stops at a line that is longer than any row can be: the parser behind it would hold the whole of
/// it in memory, and a file without line ends is no CSV.
/// </summary>
internal sealed class BoundedLines(TextReader text) : TextReader
{
    /// <summary>Characters.</summary>
    public const int Longest = 65_536;

    private long _line = 1;
    private int _length;

    public override int Read(char[] buffer, int index, int count) => Checked(buffer.AsSpan(index), text.Read(buffer, index, count));

    public override async Task<int> ReadAsync(char[] buffer, int index, int count)
    {
        var read = await text.ReadAsync(buffer, index, count);
        return Checked(buffer.AsSpan(index), read);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) text.Dispose();
        base.Dispose(disposing);
    }

    private int Checked(ReadOnlySpan<char> buffer, int read)
    {
        for (var rest = buffer[..read]; !rest.IsEmpty;)
        {
            var end = rest.IndexOf('\n');
            _length += end < 0 ? rest.Length : end;
            if (_length > Longest) throw new ImportException(new Sentence("Import_LongLine", _line, Longest));
            if (end < 0) break;
            (_line, _length) = (_line + 1, 0);
            rest = rest[(end + 1)..];
        }

        return read;
    }
}
