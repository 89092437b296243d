using System.Diagnostics;

namespace PowerMeter.Benchmarks;

/// <summary>Times an action often and gives the median, which one slow run does not move.</summary>
internal static class Timing
{
    /// <returns>Milliseconds.</returns>
    public static async Task<double> MedianAsync(int runs, Func<Task> action) => (await MediansAsync(runs, action))[0];

    /// <summary>Several actions by turns, so that what else the machine does befalls all of them alike.</summary>
    /// <returns>Milliseconds, in the order of the actions.</returns>
    public static async Task<double[]> MediansAsync(int runs, params Func<Task>[] actions)
    {
        var start = Stopwatch.GetTimestamp();
        return await MediansAsync(() => Stopwatch.GetElapsedTime(start), runs, actions);
    }

    /// <summary>The same by the time of the processor that all threads of this process have taken together, user and system.</summary>
    /// <returns>Milliseconds, in the order of the actions.</returns>
    public static Task<double[]> ProcessorMediansAsync(int runs, params Func<Task>[] actions) =>
        MediansAsync(() => Environment.CpuUsage.TotalTime, runs, actions);

    private static async Task<double[]> MediansAsync(Func<TimeSpan> clock, int runs, Func<Task>[] actions)
    {
        var times = actions.Select(_ => new double[runs]).ToArray();
        for (var run = -WarmingOf(runs); run < runs; run++)
            for (var action = 0; action < actions.Length; action++)
            {
                var start = clock();
                await actions[action]();
                if (run >= 0) times[action][run] = (clock() - start).TotalMilliseconds;
            }

        return [.. times.Select(Median)];
    }

    /// <summary>How often an action is called for so many runs.</summary>
    public static int CallsOf(int runs) => runs + WarmingOf(runs);

    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="share">0 to 1.</param>
    public static double Percentile(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];

    private static int WarmingOf(int runs) => runs < 10 ? 1 : Math.Max(5, runs / 10);

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
