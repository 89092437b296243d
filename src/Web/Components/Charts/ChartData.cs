namespace PowerMeter.Web.Components.Charts;

/// <summary>
/// What the browser draws. Either a line (times, watts and their extremes) or bars (one entry a bin in each list).
/// Times are unix milliseconds, as JavaScript counts. An uncovered place is null: a gap, not a zero.
/// </summary>
public sealed record ChartData
{
    /// <summary>line or bars.</summary>
    public required string Kind { get; init; }

    /// <summary>watts, kwh or money.</summary>
    public required string Unit { get; init; }

    /// <summary>Whether new samples are appended and the window moves with the clock.</summary>
    public bool Live { get; init; }

    public required string Language { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    public long From { get; init; }

    public long Until { get; init; }

    /// <summary>The piece of a line that is in view lies between these; what was read besides is there for moving it.</summary>
    public bool Zoomed { get; init; }

    /// <summary>The length of a step of a line in milliseconds; 0 for the samples themselves.</summary>
    public long Step { get; init; }

    /// <summary>Retention has removed samples that this line would be made of, those before this moment: it is made of what stays of them.</summary>
    public long? RemovedBefore { get; init; }

    /// <summary>When the first sample was taken; null without one.</summary>
    public long? Begin { get; init; }

    /// <summary>The server's clock when this was made.</summary>
    public long Now { get; init; }

    /// <summary>A longer silence is a gap, in milliseconds.</summary>
    public double MaxGap { get; init; }

    /// <summary>The subscribed power in watts, drawn as a line in a chart of power.</summary>
    public int? Threshold { get; init; }

    public IReadOnlyList<long> Times { get; init; } = [];

    public IReadOnlyList<double?> Watts { get; init; } = [];

    public IReadOnlyList<double?> MinWatts { get; init; } = [];

    public IReadOnlyList<double?> MaxWatts { get; init; } = [];

    public IReadOnlyList<ChartBar> Bars { get; init; } = [];

    /// <summary>Several sensors, each for itself; empty for one, and for the sum.</summary>
    public IReadOnlyList<ChartSeries> Series { get; init; } = [];

    /// <summary>Of all bars; null for a line.</summary>
    public ChartTotals? Totals { get; init; }

    /// <summary>What it is compared with; null for nothing.</summary>
    public ChartGhost? Ghost { get; init; }

    public required IReadOnlyDictionary<string, string> Texts { get; init; }

    public bool IsEmpty => Kind == "bars" ? Bars.All(bar => bar.Peak is null) : Watts.All(watts => watts is null);
}
