namespace PowerMeter.Web.Components.Dashboard;

/// <summary>The power of the chosen sensors now: the sum of those that are live.</summary>
/// <param name="Watts">Null when none is live: an old value is never shown as the present one.</param>
/// <param name="Newest">When the newest sample among the live ones was taken, in unix milliseconds.</param>
/// <param name="Missing">Those that the sum is without.</param>
public sealed record LivePower(double? Watts, long Newest, IReadOnlyList<WatchedSensor> Missing)
{
    public static LivePower Of(IReadOnlyList<WatchedSensor> sensors, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        double? sum = null;
        long newest = 0;
        var missing = new List<WatchedSensor>();
        foreach (var sensor in sensors)
        {
            if (sensor.WattsAt(now) is not { } watts)
            {
                missing.Add(sensor);
                continue;
            }

            sum = (sum ?? 0) + watts;
            newest = Math.Max(newest, sensor.Recent[^1].Time);
        }

        return new LivePower(sum, newest, missing);
    }
}
