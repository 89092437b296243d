using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Queries;

/// <summary>
/// What a house always draws: the lowest mean power of any <see cref="WindowMinutes"/> minutes in a row between midnight and
/// 06:00. An hour holds a whole turn of a fridge, so that neither its pause nor its run passes for the base; and what is
/// needed for a few minutes only, or is switched off for a few, counts for little.
/// </summary>
public static class BaseLoad
{
    public const int WindowMinutes = 60;

    /// <summary>A night measured for less than this part of it has no base load.</summary>
    public const double LeastCoverage = 0.8;

    /// <summary>A window measured for less than this part of it does not count.</summary>
    private const double LeastOfWindow = 0.9;

    /// <param name="minutes">What each minute holds, by start in unix microseconds; of several sensors their sum, covered seconds and all.</param>
    /// <param name="from">The night's first minute, in unix microseconds.</param>
    /// <param name="until">Its end, excluded.</param>
    /// <param name="sensors">How many sensors are summed: at least 1.</param>
    /// <returns>Watts; null when too little was measured.</returns>
    public static double? Of(IEnumerable<(long Start, double WattHours, double CoveredSeconds)> minutes, long from, long until, int sensors)
    {
        ArgumentNullException.ThrowIfNull(minutes);
        ArgumentOutOfRangeException.ThrowIfLessThan(sensors, 1);
        var count = (int)((until - from) / UnixMicroseconds.PerMinute);
        var (wattHours, covered) = (new double[count], new double[count]);
        foreach (var minute in minutes)
        {
            var at = (int)((minute.Start - from) / UnixMicroseconds.PerMinute);
            if (minute.Start < from || at >= count) continue;
            wattHours[at] += minute.WattHours;
            covered[at] += minute.CoveredSeconds / sensors;
        }

        return covered.Sum() < LeastCoverage * count * 60 ? null : Lowest(wattHours, covered);
    }

    private static double? Lowest(double[] wattHours, double[] covered)
    {
        double? lowest = null;
        var (energy, time) = (0.0, 0.0);
        for (var i = 0; i < wattHours.Length; i++)
        {
            energy += wattHours[i];
            time += covered[i];
            if (i >= WindowMinutes)
            {
                energy -= wattHours[i - WindowMinutes];
                time -= covered[i - WindowMinutes];
            }

            if (i + 1 < WindowMinutes || time < LeastOfWindow * WindowMinutes * 60) continue;
            var watts = energy * 3600 / time;
            if (lowest is null || watts < lowest) lowest = watts;
        }

        return lowest;
    }
}
