using System.Globalization;
using System.Text;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Dating;

/// <summary>
/// Readings without a date, in a file beside the spool, so that they outlive a restart of the Receiver. Its first line
/// names the start of the machine by which they count, and, once that is known, what makes wall time of it; frames as the
/// spool's follow. With the offset the readings always get the same times: a Receiver that is killed while it dates them
/// does it again, and nothing is there twice.
/// </summary>
public sealed class HeldFile(string directory)
{
    private const int HeaderLength = 96;

    private readonly string _path = Path.Combine(directory, "undated.samples");

    public sealed record Contents(string BootId, long? Offset, List<HeldReading> Readings);

    /// <returns>Null when there is none. A damaged end is passed over.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Contents? Load()
    {
        if (!File.Exists(_path)) return null;
        var bytes = File.ReadAllBytes(_path);
        if (bytes.Length < HeaderLength) return null;
        var header = Encoding.ASCII.GetString(bytes.AsSpan(0, HeaderLength)).TrimEnd().Split(' ');
        var samples = new List<Sample>();
        for (var at = HeaderLength; at >= 0 && at < bytes.Length;)
        {
            var count = SpoolFrame.CountAt(bytes.AsSpan(at));
            if (count > 0) SpoolFrame.Read(bytes.AsSpan(at), count, samples);
            at = count > 0 ? at + SpoolFrame.LengthOf(count) : SpoolFrame.Find(bytes, at + 1);
        }

        long? offset = header.Length > 1 && long.TryParse(header[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var known) ? known : null;
        return new Contents(header[0], offset, [.. samples.Select(HeldReading.FromFrame)]);
    }

    /// <summary>Writes it anew, so that either the old or the new one is there after a power cut.</summary>
    /// <param name="offset">See <see cref="ClockReading.Offset"/>; null while it is not known.</param>
    /// <exception cref="IOException">It cannot be written; what was there still is.</exception>
    public void Write(string bootId, long? offset, IEnumerable<HeldReading> readings)
    {
        ArgumentNullException.ThrowIfNull(readings);
        var temporary = $"{_path}.new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            var header = string.Create(CultureInfo.InvariantCulture, $"{(bootId is { Length: > 0 } ? bootId : "-")} {offset}");
            file.Write(Encoding.ASCII.GetBytes(header.PadRight(HeaderLength - 1) + "\n"));
            foreach (var chunk in readings.Chunk(SpoolFrame.MaxSamples))
            {
                var frame = new byte[SpoolFrame.LengthOf(chunk.Length)];
                SpoolFrame.Write([.. chunk.Select(reading => reading.ToFrame())], frame);
                file.Write(frame);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, _path, overwrite: true);
        DirectoryFlush.Flush(directory);
    }

    /// <exception cref="IOException">It cannot be deleted.</exception>
    public void Delete() => File.Delete(_path);
}
