namespace PowerMeter.Web.Queries;

/// <summary>Whether the newest value of a sensor is still the present one.</summary>
public static class SensorFreshness
{
    private const double LeastPatienceSeconds = 15;

    /// <summary>A value older than this is not the present one: three periods, at least a quarter of a minute.</summary>
    public static TimeSpan Limit(double periodSeconds) => TimeSpan.FromSeconds(Math.Max(LeastPatienceSeconds, 3 * periodSeconds));

    /// <summary>Whether a sensor of this state measures nothing now.</summary>
    public static bool IsOut(string? state) => state is "absent" or "silent" or "fault" or "paused" or SensorView.Stopped;
}
