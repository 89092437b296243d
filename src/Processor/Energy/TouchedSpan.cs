namespace PowerMeter.Processor.Energy;

/// <summary>A closed span [From, To] of one sensor's measures that changed, in unix microseconds.</summary>
public readonly record struct TouchedSpan(int SensorId, long From, long To)
{
    /// <summary>The least spans that cover all of these: of one sensor, overlapping and touching ones become one.</summary>
    public static List<TouchedSpan> Merge(IEnumerable<TouchedSpan> spans)
    {
        var merged = new List<TouchedSpan>();
        foreach (var span in spans.OrderBy(span => span.SensorId).ThenBy(span => span.From))
        {
            if (merged.Count > 0 && merged[^1].SensorId == span.SensorId && span.From <= merged[^1].To)
                merged[^1] = merged[^1] with { To = Math.Max(merged[^1].To, span.To) };
            else merged.Add(span);
        }

        return merged;
    }
}
