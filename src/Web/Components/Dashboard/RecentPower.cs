using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>The last minutes of power, by time, as samples come in: late ones find their place, old ones go.</summary>
internal static class RecentPower
{
    /// <summary>Adds the samples of a sensor to what is known of it; the others stay as they are.</summary>
    public static IReadOnlyList<WatchedSensor> Add(IReadOnlyList<WatchedSensor> sensors, int sensorId, IReadOnlyList<StoredSample> samples) =>
        [.. sensors.Select(watched => watched.Sensor.Id == sensorId ? watched with { Recent = Add(watched.Recent, samples) } : watched)];

    public static IReadOnlyList<PowerPoint> Add(IReadOnlyList<PowerPoint> known, IReadOnlyList<StoredSample> samples)
    {
        if (samples.Count == 0) return known;
        var isLater = known.Count == 0 || samples[0].Time / 1000 > known[^1].Time;
        var newest = isLater ? samples[^1].Time / 1000 : Math.Max(known[^1].Time, samples[^1].Time / 1000);
        var oldest = newest - (long)TileReader.Recent.TotalMilliseconds;
        if (isLater)
            return [.. known.SkipWhile(point => point.Time <= oldest), .. samples.Select(Of).SkipWhile(point => point.Time <= oldest)];

        var byTime = new SortedDictionary<long, double>();
        foreach (var point in known.Concat(samples.Select(Of))) byTime[point.Time] = point.Watts;
        return [.. byTime.Where(entry => entry.Key > oldest).Select(entry => new PowerPoint(entry.Key, entry.Value))];
    }

    private static PowerPoint Of(StoredSample sample) => new(sample.Time / 1000, sample.Watts);
}
