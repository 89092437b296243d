using System.Globalization;

namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>The processor time of one thread, read by another. See proc(5), /proc/PID/task/TID/stat.</summary>
internal sealed class ThreadClock
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every architecture that .NET runs on.

    private readonly string _path;

    private ThreadClock(string path) => _path = path;

    public static ThreadClock OfThisThread() => new($"/proc/{new FileInfo("/proc/thread-self").LinkTarget}/stat");

    /// <returns>Null when the thread has ended.</returns>
    public TimeSpan? ProcessorTime()
    {
        try
        {
            // The name, which may hold anything, stands in brackets; utime and stime are fields 14 and 15.
            var text = File.ReadAllText(_path);
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
            return TimeSpan.FromSeconds(ticks / TicksPerSecond);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
