using System.Text;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>Where in a row things stand, from 0.</summary>
/// <param name="Volts">Null for none; so is <paramref name="Battery"/>.</param>
internal sealed record CsvColumns(int Time, int Watts, int? Volts, int? Battery)
{
    /// <summary>Of a file without a heading; the last two may be missing in a row.</summary>
    public static CsvColumns Usual { get; } = new(0, 1, 2, 3);

    /// <summary>A heading begins with a letter, a row with a digit of its time.</summary>
    public static bool IsHeading(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart("\" "u8);
        return text.Length > 0 && char.IsAsciiLetter((char)text[0]);
    }

    /// <summary>By name; columns of other names are passed over.</summary>
    /// <exception cref="RecordingException">A time or watts are missing.</exception>
    public static CsvColumns OfHeading(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line);
        var names = text.Split(',').Select(name => name.Trim(' ', '"').ToLowerInvariant()).ToList();
        return new CsvColumns(Find("time", "timestamp") ?? throw new RecordingException(new Sentence("Replay_NoTimeColumn")), Find("watts", "power") ?? throw new RecordingException(new Sentence("Replay_NoPowerColumn")),
            Find("volts"), Find("battery"));

        int? Find(params string[] allowed) => names.FindIndex(allowed.Contains) is >= 0 and var at ? at : null;
    }
}
