using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>The oldest samples of the spool; they stay there until they are confirmed.</summary>
public sealed class SpoolChunk
{
    internal SpoolChunk(SpoolSegment? segment, List<Sample> samples, long end)
    {
        Segment = segment;
        Samples = [.. samples];
        End = end;
    }

    public Sample[] Samples { get; }

    /// <summary>Null when the samples are in memory alone.</summary>
    internal SpoolSegment? Segment { get; }

    internal long End { get; }
}
