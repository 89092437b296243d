using NodaTime;

namespace PowerMeter.Shared.Hosting;

/// <summary>The injected clock as an <see cref="Instant"/>.</summary>
public static class Clock
{
    public static Instant GetCurrentInstant(this TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return Instant.FromDateTimeOffset(time.GetUtcNow());
    }
}
