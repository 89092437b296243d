using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>The last minutes of power, by time, as samples come in: late ones find their place, old ones go.</summary>
internal static class RecentPower
{
    public static IReadOnlyList<PowerPoint> Add(IReadOnlyList<PowerPoint> known, IReadOnlyList<StoredSample> samples)
    {
        var byTime = new SortedDictionary<long, double>();
        foreach (var point in known) byTime[point.Time] = point.Watts;
        foreach (var sample in samples) byTime[sample.Time / 1000] = sample.Watts;
        if (byTime.Count == 0) return [];
        var oldest = byTime.Keys.Last() - (long)TileReader.Recent.TotalMilliseconds;
        return [.. byTime.Where(entry => entry.Key > oldest).Select(entry => new PowerPoint(entry.Key, entry.Value))];
    }
}
