namespace PowerMeter.Web.Import;

/// <summary>What a dry run found, before anything is written.</summary>
public sealed record ImportReport
{
    public required ImportFormat Format { get; init; }

    public required SeriesKind Kind { get; init; }

    /// <summary>Rows of the source, without its header.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows of another sensor, or without a value.</summary>
    public required long Skipped { get; init; }

    /// <summary>What would be stored: as many as rows, or more for what is laid out over spans.</summary>
    public required long Samples { get; init; }

    /// <summary>Unix microseconds; null without samples.</summary>
    public required long? First { get; init; }

    /// <summary>Unix microseconds; null without samples.</summary>
    public required long? Last { get; init; }

    /// <summary>Rows that repeat another one of the source.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Samples that the sensor has already.</summary>
    public required long StoredSame { get; init; }

    /// <summary>Samples that the sensor has already, with another value.</summary>
    public required long StoredDifferent { get; init; }

    /// <summary>Pauses between samples that are longer than the sensor's max_gap, and carry no energy.</summary>
    public required long Gaps { get; init; }

    /// <summary>Microseconds.</summary>
    public required long LongestGap { get; init; }

    /// <summary>Microseconds.</summary>
    public required long TotalGap { get; init; }

    /// <summary>How often a counter went backwards.</summary>
    public required long Resets { get; init; }

    /// <summary>Pairs of readings of a counter that lie too far apart for their energy to be spread.</summary>
    public required long Unbridged { get; init; }

    /// <summary>Whether the rows ascend in time; else the database sorts them.</summary>
    public required bool Ordered { get; init; }

    /// <summary>By how much the sensor's energy grows, in watt-hours.</summary>
    public required double AddedWattHours { get; init; }

    /// <summary>Rows that cannot be taken.</summary>
    public required long Rejected { get; init; }

    /// <summary>The first hundred of them.</summary>
    public required IReadOnlyList<ImportReject> FirstRejects { get; init; }

    /// <summary>The months (UTC) that hold samples, as runs of year × 12 + month − 1, both ends included.</summary>
    public required IReadOnlyList<(int First, int Last)> Months { get; init; }

    /// <summary>Samples that a load without overwriting would add.</summary>
    public long New => Samples - StoredSame - StoredDifferent;
}
