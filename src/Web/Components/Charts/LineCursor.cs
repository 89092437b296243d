namespace PowerMeter.Web.Components.Charts;

/// <summary>A place on a line that only moves on: what is asked of it comes in the order of time.</summary>
internal sealed class LineCursor(SampledLine line)
{
    /// <summary>The last sample that is not after the newest moment that was asked for; -1 before the first.</summary>
    private int _at = -1;

    /// <summary>Whether the line covers some of the span, more than a moment.</summary>
    /// <param name="start">Unix microseconds; not before any that was asked for.</param>
    public bool Covers(long start, long end)
    {
        MoveTo(start);
        for (var i = Math.Max(_at, 0); i < line.Samples.Count && line.Samples[i].Time < end; i++)
            if (line.Continues(i) && line.Samples[i + 1].Time > start) return true;
        return false;
    }

    /// <summary>When the samples within the span were taken, its ends included.</summary>
    public IEnumerable<long> TimesIn(long start, long end)
    {
        for (var i = Math.Max(_at, 0); i < line.Samples.Count && line.Samples[i].Time <= end; i++)
            if (line.Samples[i].Time >= start) yield return line.Samples[i].Time;
    }

    /// <returns>Watts; null where there is no line.</returns>
    public double? ValueAt(long moment)
    {
        MoveTo(moment);
        if (_at < 0) return null;
        var sample = line.Samples[_at];
        if (sample.Time == moment) return line.Continues(_at) || line.Continues(_at - 1) ? sample.Watts : null;
        if (!line.Continues(_at)) return null;
        var next = line.Samples[_at + 1];
        return sample.Watts + (next.Watts - sample.Watts) * ((double)(moment - sample.Time) / (next.Time - sample.Time));
    }

    private void MoveTo(long moment)
    {
        while (_at + 1 < line.Samples.Count && line.Samples[_at + 1].Time <= moment) _at++;
    }
}
