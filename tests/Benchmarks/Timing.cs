using System.Diagnostics;

namespace PowerMeter.Benchmarks;

/// <summary>Times an action often and gives the median, which one slow run does not move.</summary>
internal static class Timing
{
    /// <returns>Milliseconds.</returns>
    public static async Task<double> MedianAsync(int runs, Func<Task> action)
    {
        for (var i = 0; i < Math.Max(5, runs / 10); i++) await action(); // warm
        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var watch = Stopwatch.GetTimestamp();
            await action();
            times[i] = Stopwatch.GetElapsedTime(watch).TotalMilliseconds;
        }

        return Median(times);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public static async Task<TimeSpan> OnceAsync(Func<Task> action)
    {
        var watch = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(watch);
    }
}
