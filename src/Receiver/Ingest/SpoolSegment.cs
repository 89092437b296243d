namespace PowerMeter.Receiver.Ingest;

/// <summary>One file of the spool, and what is in it.</summary>
internal sealed class SpoolSegment(long number, string path)
{
    public long Number { get; } = number;

    public string Path { get; } = path;

    /// <summary>Bytes that are written.</summary>
    public long Length { get; set; }

    /// <summary>Bytes that are drained.</summary>
    public long Position { get; set; }

    /// <summary>Samples that wait.</summary>
    public long Waiting { get; set; }

    /// <summary>It was thrown away because the spool was full.</summary>
    public bool Dropped { get; set; }

    /// <summary>Counts what a file of before holds; cuts off what a power cut left unfinished at its end, and removes one that holds nothing.</summary>
    /// <returns>Null when it held nothing; and how many bytes were cut off.</returns>
    public static (SpoolSegment? Segment, long Torn) Recover(long number, string path)
    {
        var bytes = File.ReadAllBytes(path);
        var segment = new SpoolSegment(number, path);
        var at = 0;
        while (at < bytes.Length)
        {
            if (SpoolFrame.CountAt(bytes.AsSpan(at)) is var count and > 0)
            {
                segment.Waiting += count;
                at += SpoolFrame.LengthOf(count);
                segment.Length = at;
            }
            else
            {
                at = SpoolFrame.Find(bytes, at + 1);
                if (at < 0) break;
            }
        }

        if (segment.Length == 0) File.Delete(path);
        else if (segment.Length < bytes.Length) Truncate(path, segment.Length);
        return (segment.Length == 0 ? null : segment, bytes.Length - segment.Length);
    }

    /// <summary>What comes next, up to so many bytes.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[] Read(int maxLength)
    {
        using var file = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var block = new byte[Math.Min(maxLength, Length - Position)];
        var got = 0;
        for (int read; got < block.Length && (read = RandomAccess.Read(file, block.AsSpan(got), Position + got)) > 0; got += read)
        {
        }

        return got == block.Length ? block : block[..got];
    }

    private static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }
}
