using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>
/// Rows of <c>time,watts[,volts[,battery]]</c>, or of what a heading says. A time is in RFC 3339, or in unix seconds with
/// or without a fraction. Empty lines and those that begin with # are passed over. What is wrong is said by line and column
/// and never quoted: the file may be any that the Receiver may read, and the sentence is shown on a page.
/// </summary>
internal static class CsvRecording
{
    private const double MostVolts = 100_000;
    private const double MostBattery = 125;

    /// <exception cref="RecordingException">The heading is wrong.</exception>
    public static IEnumerable<RecordedReading> Read(LineReader lines)
    {
        CsvColumns? columns = null;
        Instant? first = null;
        var last = Instant.MinValue;
        while (lines.Next())
        {
            if (lines.Line.IsEmpty || lines.Line[0] == '#') continue;
            if (columns is null && CsvColumns.IsHeading(WithoutMark(lines)))
            {
                columns = CsvColumns.OfHeading(WithoutMark(lines));
                continue;
            }

            columns ??= CsvColumns.Usual;
            var error = Parse(lines, columns, out var time, out var reading);
            if (error is null && time <= last) error = new Sentence("Replay_TimeBack");
            if (error is null) last = time;
            if (error is null) first ??= time;
            var offset = first is null ? TimeSpan.Zero : (last - first.Value).ToTimeSpan();
            yield return error is null ? reading with { Offset = offset } : new RecordedReading(offset, Error: new Sentence("Replay_Line", lines.Number, error));
        }
    }

    /// <summary>Spreadsheets begin a file with a byte order mark.</summary>
    private static ReadOnlySpan<byte> WithoutMark(LineReader lines) =>
        lines.Number == 1 && lines.Line.StartsWith("\uFEFF"u8) ? lines.Line[3..] : lines.Line;

    /// <returns>What is wrong; null when nothing is.</returns>
    private static Sentence? Parse(LineReader lines, CsvColumns columns, out Instant time, out RecordedReading reading)
    {
        reading = default;
        time = default;
        if (lines.IsTooLong) return new Sentence("Replay_LineTooLong", LineReader.MaxLength);
        var line = WithoutMark(lines);
        if (!TryTime(Field(line, columns.Time), out time)) return new Sentence("Replay_BadTime");
        if (!TryNumber(Field(line, columns.Watts), -Sample.MostWatts, Sample.MostWatts, out var watts) || watts is null)
            return new Sentence("Replay_BadPower");
        if (!TryNumber(Field(line, columns.Volts), 0, MostVolts, out var volts)) return new Sentence("Replay_BadVolts", MostVolts);
        if (!TryNumber(Field(line, columns.Battery), 0, MostBattery, out var battery)) return new Sentence("Replay_BadCharge", MostBattery);
        reading = new RecordedReading(default, watts.Value, (float?)volts, (float?)battery);
        return null;
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int? column)
    {
        if (column is null) return default;
        var rest = line;
        for (var i = column.Value; i > 0; i--)
        {
            var comma = rest.IndexOf((byte)',');
            if (comma < 0) return default;
            rest = rest[(comma + 1)..];
        }

        var end = rest.IndexOf((byte)',');
        return (end < 0 ? rest : rest[..end]).Trim("\" "u8);
    }

    private static bool TryTime(ReadOnlySpan<byte> text, out Instant time)
    {
        time = default;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            if (!(seconds >= 0 && seconds < Sample.Latest.ToUnixTimeSeconds())) return false;
            time = UnixMicroseconds.ToInstant((long)Math.Round(seconds * 1e6));
        }
        else
        {
            var parsed = OffsetDateTimePattern.Rfc3339.Parse(Encoding.UTF8.GetString(text).Replace(' ', 'T'));
            if (!parsed.Success) return false;
            time = parsed.Value.ToInstant();
        }

        return time >= Sample.Earliest && time < Sample.Latest;
    }

    /// <param name="number">Null for an empty field.</param>
    private static bool TryNumber(ReadOnlySpan<byte> text, double min, double max, out double? number)
    {
        number = null;
        if (text.IsEmpty) return true;
        if (!double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var parsed)) return false;
        number = parsed;
        return parsed >= min && parsed <= max;
    }
}
