using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using NodaTime;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Import.Formats;

namespace PowerMeter.Web.Import.Csv;

/// <summary>
/// Reads the rows of a CSV file of any length. Lines are what the file's line ends make of it: quotes do not join them,
/// so that a stray one never swallows the rest of a file, and a line number is a line number.
/// </summary>
/// <remarks>CsvHelper's parser takes over 3 million rows a second here, a twentieth of what the database needs for them.</remarks>
internal sealed class CsvRowReader : IRowReader
{
    private const int HeadCharacters = BoundedLines.Longest;

    private readonly CsvParser _parser;
    private readonly IRowFormat _format;
    private readonly FieldReader _fields;
    private readonly RejectLog _rejects;
    private readonly int _columns;

    private CsvRowReader(CsvParser parser, IRowFormat format, FieldReader fields, RejectLog rejects, int columns) =>
        (_parser, _format, _fields, _rejects, _columns) = (parser, format, fields, rejects, columns);

    public ImportFormat Format => _format.Format;

    public SeriesKind Kind => _format.Kind;

    /// <summary>Rows so far, the header not counted.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows of another sensor, or without a value.</summary>
    public long Skipped { get; private set; }

    /// <param name="stream">UTF-8, with or without a byte order mark. Disposed with the reader.</param>
    /// <param name="zone">Of times without an offset.</param>
    /// <param name="latest">Samples are no later than this.</param>
    /// <exception cref="ImportException">It is empty, or its format is not known.</exception>
    public static async Task<CsvRowReader> OpenAsync(Stream stream, ImportOptions options, DateTimeZone zone, Instant latest, RejectLog rejects, CancellationToken cancel)
    {
        var text = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 65_536);
        var beginning = new char[HeadCharacters];
        var length = await text.ReadBlockAsync(beginning.AsMemory(), cancel);
        var whole = beginning.AsSpan(0, length);
        // The last line may be cut off; a single one is whatever it is.
        if (length == beginning.Length && whole.LastIndexOf('\n') is > 0 and var last) whole = whole[..last];
        var head = CsvHead.Of(whole.ToString().Replace('\r', '\n'));
        var format = FormatFinder.Find(head, options);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = head.Delimiter.ToString(),
            Mode = CsvMode.NoEscape,
            HasHeaderRecord = false,
            BadDataFound = null,
            CacheFields = false,
            BufferSize = 65_536,
        };
        var parser = new CsvParser(new BoundedLines(new Rejoined(beginning.AsMemory(0, length), text)), configuration);
        if (head.Names is not null) await parser.ReadAsync();
        var fields = new FieldReader(format.Format == ImportFormat.Own ? null : options.Zone ?? zone, latest.ToUnixMicroseconds(), head.Delimiter != ',');
        return new CsvRowReader(parser, format, fields, rejects, head.Columns);
    }

    public async ValueTask<int> ReadAsync(ImportRow[] into, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(into);
        cancel.ThrowIfCancellationRequested();
        var count = 0;
        while (count < into.Length)
        {
            if (!await _parser.ReadAsync())
            {
                _format.End();
                break;
            }

            Rows++;
            if (TryRead(out var row)) into[count++] = row;
        }

        return count;
    }

    public ValueTask DisposeAsync()
    {
        _parser.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool TryRead(out ImportRow row)
    {
        row = default;
        var record = new CsvRecord(_parser);
        if (record.Count != _columns)
        {
            _rejects.Add(record.Line, new Sentence("Import_Columns", record.Count, _columns));
            return false;
        }

        _fields.Clear();
        if (!_format.TryRead(record, _fields, out row))
        {
            Skipped++;
            return false;
        }

        if (_fields.Reason is null) return true;
        _rejects.Add(record.Line, _fields.Reason);
        return false;
    }

    /// <summary>What was read to look at it, and then the rest.</summary>
    private sealed class Rejoined(ReadOnlyMemory<char> beginning, StreamReader rest) : TextReader
    {
        private ReadOnlyMemory<char> _beginning = beginning;

        public override int Read(char[] buffer, int index, int count) => TakeBeginning(buffer.AsSpan(index, count)) is > 0 and var taken ? taken : rest.Read(buffer, index, count);

        public override async Task<int> ReadAsync(char[] buffer, int index, int count) =>
            TakeBeginning(buffer.AsSpan(index, count)) is > 0 and var taken ? taken : await rest.ReadAsync(buffer, index, count);

        protected override void Dispose(bool disposing)
        {
            if (disposing) rest.Dispose();
            base.Dispose(disposing);
        }

        private int TakeBeginning(Span<char> into)
        {
            var taken = Math.Min(into.Length, _beginning.Length);
            _beginning.Span[..taken].CopyTo(into);
            _beginning = _beginning[taken..];
            return taken;
        }
    }
}
