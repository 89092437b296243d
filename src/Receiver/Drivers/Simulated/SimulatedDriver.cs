using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>Reads the <see cref="Household"/> at whole multiples of the period.</summary>
public sealed class SimulatedDriver(Household household, TimeSpan period, TimeProvider time) : ISensorDriver
{
    /// <summary>What is later than this was slept through (suspend, a clock set forward), not just scheduled late.</summary>
    private static readonly Duration Lateness = Duration.FromSeconds(10);

    private readonly AlignedTimes _times = new(period);

    public static ISensorDriver Create(DriverContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var options = SimulatedOptions.Read(context.Settings);
        return new SimulatedDriver(new Household(options.Seed, context.Zone), context.Period, context.Time);
    }

    public async Task RunAsync(ISensorSink sink, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sink);
        var next = _times.From(time.GetCurrentInstant());
        while (true)
        {
            var now = time.GetCurrentInstant();
            if (now - next > Lateness || next - now > Lateness + Duration.FromTimeSpan(period)) next = _times.From(now);
            // A short period is caught up with: a timer ticks once a millisecond at best.
            for (; next <= now; next = _times.After(next))
                await sink.AcceptAsync(new Reading(next, household.WattsAt(next)), cancel);

            // Timers may fire early by part of a millisecond: round up.
            var wait = (next - time.GetCurrentInstant()).ToTimeSpan();
            if (wait > TimeSpan.Zero) await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancel);
        }
    }
}
