using System.Globalization;
using PowerMeter.Receiver.Drivers.Acs712;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>
/// Bytes as an Arduino sent them, read by the same splitter and parser as those of the wire. Timed: each line is
/// <c>+SECONDS HEX</c>, the time since the line before and the bytes that came then. Else the file is the bytes
/// themselves, and a line of them comes each period. What is wrong is not quoted: see <see cref="CsvRecording"/>.
/// </summary>
internal sealed class WireRecording(LineReader lines, Acs712Options options)
{
    private const double MostSeconds = 86_400;

    private readonly LineSplitter _splitter = new();
    private readonly Queue<RecordedReading> _readings = new();
    private readonly byte[] _bytes = new byte[LineReader.MaxLength + 1];
    private TimeSpan _offset;

    /// <summary>The first full line is the recording's start: what comes before it is the cut one, and silence.</summary>
    private bool _begun;

    public static bool IsTimed(ReadOnlySpan<byte> firstLine) => firstLine.Length > 0 && firstLine[0] is (byte)'+' && firstLine.Contains((byte)' ');

    public IEnumerable<RecordedReading> ReadTimed()
    {
        while (lines.Next())
        {
            if (lines.Line.IsEmpty || lines.Line[0] == '#') continue;
            if (!lines.IsTooLong && TryTimed(lines.Line, out var seconds, out var count))
            {
                if (_begun) _offset += TimeSpan.FromMicroseconds(Math.Round(seconds * 1e6));
                Push(count);
            }
            else
            {
                _readings.Enqueue(new RecordedReading(_offset, Error: OfLine(new Sentence("Replay_NotTimed"))));
            }

            while (_readings.TryDequeue(out var reading)) yield return reading;
        }
    }

    /// <param name="period">Between two lines.</param>
    public IEnumerable<RecordedReading> ReadRaw(TimeSpan period)
    {
        while (lines.Next())
        {
            if (_begun) _offset += period;
            lines.Line.CopyTo(_bytes);
            _bytes[lines.Line.Length] = (byte)'\n';
            // The last line may have been under way when the recording ended.
            Push(lines.Line.Length + (lines.IsComplete ? 1 : 0));
            while (_readings.TryDequeue(out var reading)) yield return reading;
        }
    }

    private void Push(int count) => _splitter.Push(
        _bytes.AsSpan(0, count), TakeLine, () => Reject(new Sentence("Serial_TooLong", LineSplitter.MaxLength)));

    private void TakeLine(ReadOnlySpan<byte> bytes)
    {
        _begun = true;
        if (options.TryRead(bytes, out var line, out _)) _readings.Enqueue(new RecordedReading(_offset, line.Watts, line.Volts, line.Battery));
        else Reject(new Sentence("Replay_NoArduino"));
    }

    private void Reject(Sentence reason) => _readings.Enqueue(new RecordedReading(_offset, Error: OfLine(reason)));

    private Sentence OfLine(Sentence reason) => new("Replay_Line", lines.Number, reason);

    private bool TryTimed(ReadOnlySpan<byte> line, out double seconds, out int count)
    {
        (seconds, count) = (0, 0);
        var space = line.IndexOf((byte)' ');
        return space > 1 && line[0] == '+'
            && double.TryParse(line[1..space], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds)
            && seconds is >= 0 and <= MostSeconds
            && Convert.FromHexString(line[(space + 1)..].Trim((byte)' '), _bytes, out _, out count) == System.Buffers.OperationStatus.Done;
    }
}
