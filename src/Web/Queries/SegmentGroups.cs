using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>
/// The segments of some samples, put into groups, as edges in time: each bin between two edges belongs to a group, or to
/// none where samples lie that were not asked for. Neighbouring segments of one group are one bin.
/// </summary>
internal sealed class SegmentGroups
{
    private const int None = -1;

    private readonly List<long> _edges = [];
    private readonly List<int> _groups = [];

    /// <param name="spans">In the order of time.</param>
    /// <param name="first">The place at which the first group begins.</param>
    /// <param name="step">How many places a group has.</param>
    public SegmentGroups(IEnumerable<SampleSpan> spans, long first, long step)
    {
        foreach (var span in spans)
            if (span.Until is { } until) Add(span.From, until, (int)((span.Place - first) / step));
    }

    /// <summary>Strictly ascending, in unix microseconds; empty when no sample carries anything.</summary>
    public long[] Edges => [.. _edges];

    /// <summary>Sums the bins between the edges.</summary>
    /// <returns>One entry a group; null where nothing is carried.</returns>
    public EnergyBin?[] Sum(IReadOnlyList<EnergyBin> bins, int count)
    {
        var sums = new EnergyBin?[count];
        for (var i = 0; i < bins.Count; i++)
        {
            if (_groups[i] == None) continue;
            ref var sum = ref sums[_groups[i]];
            sum = sum is null ? bins[i] : new EnergyBin(
                sum.Start, bins[i].End, sum.Energy + bins[i].Energy, sum.Cost + bins[i].Cost, sum.OffPeakCost + bins[i].OffPeakCost);
        }

        return sums;
    }

    private void Add(long from, long until, int group)
    {
        if (_edges.Count == 0) _edges.Add(from);
        if (_edges[^1] < from) AddBin(from, None);
        if (_groups.Count > 0 && _groups[^1] == group) _edges[^1] = until;
        else AddBin(until, group);
    }

    private void AddBin(long until, int group)
    {
        _edges.Add(until);
        _groups.Add(group);
    }
}
