using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>
/// What a line of power is made of: the samples themselves where they are few enough, else steps with their extremes. One
/// looks closer, and there is more to see.
/// </summary>
/// <param name="From">Unix microseconds, included.</param>
/// <param name="Until">Unix microseconds, excluded.</param>
/// <param name="Steps">Null for the samples.</param>
internal sealed record LinePlan(long From, long Until, PowerSteps? Steps)
{
    /// <summary>The longest span that is drawn of its samples: 21,600 of them at one a second.</summary>
    public const long MostOfSamples = 6 * UnixMicroseconds.PerHour;

    private const int MostSteps = 720;
    private const int MostStepsOfSum = 360;

    /// <summary>The plan of a piece that one looks at, with half of it on both sides, so that there is something when it is moved.</summary>
    /// <param name="now">Unix microseconds: later there is nothing.</param>
    public static LinePlan Around(ChartZoom zoom, long now, bool isSum)
    {
        ArgumentNullException.ThrowIfNull(zoom);
        var (from, until) = (zoom.From * UnixMicroseconds.PerSecond, zoom.Until * UnixMicroseconds.PerSecond);
        var half = (until - from) / 2;
        return Of(from - half, Math.Max(until, Math.Min(until + half, now)), isSum);
    }

    /// <summary>Whether it shows more than minutes, of which there is no more than their mean and extremes where samples were removed.</summary>
    public bool IsFinerThanMinutes => Steps is null || Steps.Length < UnixMicroseconds.PerMinute;

    /// <returns>The same span by the minute or coarser.</returns>
    public LinePlan ByMinutes() => this with { Steps = PowerSteps.Of(From, Until, MostSteps, UnixMicroseconds.PerMinute) };

    /// <param name="isSum">The samples of several sensors do not come together: their sum is always one of steps.</param>
    public static LinePlan Of(long from, long until, bool isSum)
    {
        if (isSum) return new LinePlan(from, until, PowerSteps.Of(from, until, MostStepsOfSum, UnixMicroseconds.PerSecond));
        return until - from <= MostOfSamples
            ? new LinePlan(from, until, null)
            : new LinePlan(from, until, PowerSteps.Of(from, until, MostSteps, UnixMicroseconds.PerMinute));
    }
}
