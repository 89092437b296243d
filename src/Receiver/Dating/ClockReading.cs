using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Dating;

/// <summary>Both clocks at one moment.</summary>
/// <param name="Wall">Microseconds since 1970, as far as the clock is right.</param>
/// <param name="Uptime">Microseconds since the machine started (CLOCK_MONOTONIC): never steps; stands while the machine is suspended.</param>
public readonly record struct ClockReading(long Wall, long Uptime)
{
    private const int Attempts = 5;
    private const long GoodEnough = 500;

    /// <summary>What is added to the uptime to get the wall clock: it changes only when somebody sets the clock.</summary>
    public long Offset => Wall - Uptime;

    public Instant Instant => UnixMicroseconds.ToInstant(Wall);

    /// <summary>The thread may be put aside between the two clocks: then they are read again.</summary>
    public static ClockReading Read(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        for (var attempt = 1; ; attempt++)
        {
            var before = UptimeOf(time);
            var wall = time.GetCurrentInstant().ToUnixMicroseconds();
            if (UptimeOf(time) - before <= GoodEnough || attempt == Attempts) return new ClockReading(wall, before);
        }
    }

    private static long UptimeOf(TimeProvider time) => time.GetElapsedTime(0).Ticks / TimeSpan.TicksPerMicrosecond;
}
