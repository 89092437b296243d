namespace PowerMeter.Receiver.Ingest;

/// <summary>One file of the spool.</summary>
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
}
