namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>A set of moments: stretches that ascend and neither overlap nor touch.</summary>
public sealed class TimeSet
{
    private readonly List<Stretch> _stretches = [];

    public IReadOnlyList<Stretch> Stretches => _stretches;

    /// <summary>Adds [from, until). Stretches that it overlaps or touches become one with it.</summary>
    public void Add(long from, long until)
    {
        if (from >= until) return;
        var first = FirstEndingAt(from);
        var last = first;
        while (last < _stretches.Count && _stretches[last].From <= until)
        {
            from = Math.Min(from, _stretches[last].From);
            until = Math.Max(until, _stretches[last].Until);
            last++;
        }

        _stretches.RemoveRange(first, last - first);
        _stretches.Insert(first, new Stretch(from, until));
    }

    /// <summary>Takes away all that lies before this moment.</summary>
    public void RemoveBefore(long until)
    {
        _stretches.RemoveRange(0, FirstEndingAt(until));
        if (_stretches.Count > 0 && _stretches[0].Until == until) _stretches.RemoveAt(0);
        if (_stretches.Count > 0 && _stretches[0].From < until) _stretches[0] = new Stretch(until, _stretches[0].Until);
    }

    public void Clear() => _stretches.Clear();

    /// <returns>What of [from, until) is not in the set, ascending.</returns>
    public IEnumerable<Stretch> Missing(long from, long until)
    {
        for (var i = FirstEndingAt(from); i < _stretches.Count && _stretches[i].From < until; i++)
        {
            if (_stretches[i].From > from) yield return new Stretch(from, _stretches[i].From);
            from = Math.Max(from, _stretches[i].Until);
        }

        if (from < until) yield return new Stretch(from, until);
    }

    /// <returns>The index of the first stretch that ends at this moment or after it.</returns>
    private int FirstEndingAt(long moment)
    {
        var (low, high) = (0, _stretches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_stretches[middle].Until < moment) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
