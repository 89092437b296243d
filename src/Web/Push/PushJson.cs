using System.Globalization;
using System.Text;
using System.Text.Json;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Push;

/// <summary>
/// A sample as a JSON object, or an array of them: <c>{"time":"2026-03-01T12:00:00Z","watts":230,"volts":229.8,"battery":87}</c>.
/// Numbers may be texts, as some templates make them; null is as if it were not there. Pure: no clock, no I/O.
/// </summary>
internal ref struct PushJson
{
    private readonly ReadOnlySpan<byte> _body;
    private readonly PushBatch _batch = new();
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private PushJson(ReadOnlySpan<byte> body)
    {
        _body = body;
        _reader = new Utf8JsonReader(body);
    }

    /// <param name="body">UTF-8 without a byte order mark.</param>
    /// <exception cref="PushFormatException">It is not JSON, or neither an object nor an array.</exception>
    public static PushBatch Parse(ReadOnlySpan<byte> body, PushRules rules)
    {
        var json = new PushJson(body);
        try
        {
            json.ReadRoot(rules);
            return json._batch;
        }
        catch (JsonException e)
        {
            throw new PushFormatException(new Sentence("Push_NotJson", Place(e.LineNumber), Place(e.BytePositionInLine)), e);
        }
    }

    private void ReadRoot(PushRules rules)
    {
        _reader.Read();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                ReadRow(new PushRow(rules) { TimeIsOptional = true });
                break;
            case JsonTokenType.StartArray:
                var row = new PushRow(rules);
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray) ReadRow(row);
                break;
            default:
                throw new PushFormatException(new Sentence("Push_BodyKind", Kind()));
        }

        // What follows the end throws here.
        _reader.Read();
    }

    private void ReadRow(PushRow row)
    {
        row.Clear();
        var line = LineHere();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            row.Reject(new Sentence("Push_RowKind", Kind()));
            _reader.Skip();
        }
        else
        {
            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject) ReadField(row);
        }

        _batch.Add(row, line);
    }

    private void ReadField(PushRow row)
    {
        var name = Text();
        var column = Array.IndexOf(PushRow.Columns, name);
        _reader.Read();
        if (column < 0)
        {
            row.Reject(new Sentence("Push_Unknown", PushRow.Excerpt(name), string.Join(", ", PushRow.Columns)));
            _reader.Skip();
            return;
        }

        row.Mention((PushColumn)column);
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.Number or JsonTokenType.String:
                row.Set((PushColumn)column, Text());
                break;
            default:
                row.Reject((PushColumn)column == PushColumn.Time ? new Sentence("Push_TimeKind", name, Kind()) : new Sentence("Push_ValueKind", name, Kind()));
                _reader.Skip();
                break;
        }
    }

    private readonly string Text()
    {
        if (_reader.TokenType == JsonTokenType.Number) return Encoding.UTF8.GetString(_reader.ValueSpan);
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: no text that anything here is called.
            return Encoding.UTF8.GetString(_reader.ValueSpan);
        }
    }

    private readonly Sentence Kind() => _reader.TokenType switch
    {
        JsonTokenType.StartObject => new Sentence("Value_Object"),
        JsonTokenType.StartArray => new Sentence("Value_Array"),
        JsonTokenType.String => new Sentence("Push_Text"),
        JsonTokenType.Number => new Sentence("Value_Number"),
        JsonTokenType.Null => new Sentence("Push_Null"),
        _ => new Sentence("Value_Truth"),
    };

    /// <param name="number">From 0; null when it is not known.</param>
    private static string Place(long? number) => (number + 1)?.ToString(CultureInfo.InvariantCulture) ?? "";

    private int LineHere()
    {
        var here = (int)_reader.TokenStartIndex;
        _line += _body[_counted..here].Count((byte)'\n');
        _counted = here;
        return _line;
    }
}
