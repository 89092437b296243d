using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Dating;

/// <summary>Both clocks at one moment.</summary>
/// <param name="Wall">Microseconds since 1970, as far as the clock is right.</param>
/// <param name="Uptime">Microseconds since the machine started (CLOCK_MONOTONIC): never steps; stands while the machine is suspended.</param>
public readonly record struct ClockReading(long Wall, long Uptime)
{
    private const int Attempts = 64;
    private const long GoodEnough = 500;

    /// <summary>What is added to the uptime to get the wall clock: it changes only when somebody sets the clock.</summary>
    public long Offset => Wall - Uptime;

    public Instant Instant => UnixMicroseconds.ToInstant(Wall);

    /// <summary>The thread may be put aside between the two clocks: then they are read again, and the closest pair counts.</summary>
    public static ClockReading Read(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var (closest, least) = (default(ClockReading), long.MaxValue);
        for (var attempt = 0; attempt < Attempts && least > GoodEnough; attempt++)
        {
            var before = UptimeOf(time);
            var wall = time.GetCurrentInstant().ToUnixMicroseconds();
            var between = UptimeOf(time) - before;
            if (between < least) (closest, least) = (new ClockReading(wall, before), between);
        }

        return closest;
    }

    private static long UptimeOf(TimeProvider time) => time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond;
}
