namespace PowerMeter.Web.Live;

/// <summary>Samples of a sensor that one statement wrote or deleted; unix microseconds, both included.</summary>
public readonly record struct MeasureChange(int SensorId, long From, long To, bool Deleted)
{
    /// <summary>The same changes with those joined that overlap, in the order of sensor and time: each sample is read once.</summary>
    public static List<MeasureChange> Join(IEnumerable<MeasureChange> changes)
    {
        var joined = new List<MeasureChange>();
        foreach (var change in changes.OrderBy(change => change.SensorId).ThenBy(change => change.Deleted).ThenBy(change => change.From))
        {
            if (joined.Count > 0 && joined[^1] is var last && last.SensorId == change.SensorId && last.Deleted == change.Deleted && change.From <= last.To)
                joined[^1] = last with { To = Math.Max(last.To, change.To) };
            else
                joined.Add(change);
        }

        return joined;
    }
}
