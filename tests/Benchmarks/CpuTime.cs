using System.Globalization;

namespace PowerMeter.Benchmarks;

/// <summary>What a process has taken of the processor, user and system, its threads together.</summary>
internal static class CpuTime
{
    /// <summary>Ticks a second that Linux counts in for its users, on every architecture (USER_HZ).</summary>
    private const double TicksPerSecond = 100;

    public static TimeSpan Of(int processId)
    {
        // proc(5), /proc/pid/stat: utime and stime are fields 14 and 15; the name before may hold spaces.
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Field(fields, 14) + Field(fields, 15)) / TicksPerSecond);
    }

    private static long Field(string[] fieldsFromThird, int number) => long.Parse(fieldsFromThird[number - 3], CultureInfo.InvariantCulture);
}
