using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>
/// The moments at which a simulated sensor is read: whole multiples of its period since 1970, so that history that is
/// made later falls on the same moments as what was recorded live.
/// </summary>
public sealed class AlignedTimes(TimeSpan period)
{
    /// <summary>Microseconds; at least one.</summary>
    public long PeriodMicroseconds { get; } = Math.Max(1, period.Ticks / TimeSpan.TicksPerMicrosecond);

    /// <summary>The first moment that is not before this one.</summary>
    public Instant From(Instant instant) =>
        UnixMicroseconds.ToInstant(UnixMicroseconds.Ceiling(instant.ToUnixMicroseconds(), PeriodMicroseconds));

    public Instant After(Instant aligned) => aligned + Duration.FromNanoseconds(PeriodMicroseconds * 1000);
}
