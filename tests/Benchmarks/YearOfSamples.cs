using NodaTime;
using PowerMeter.Receiver.Drivers.Simulated;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Benchmarks;

/// <summary>The simulated household, a sample every 8 seconds: a year has 3.94 million.</summary>
internal static class YearOfSamples
{
    public const double PeriodSeconds = 8;

    public static readonly Instant Start = Instant.FromUtc(2025, 11, 1, 0, 0);
    public static readonly Instant End = Instant.FromUtc(2026, 11, 1, 0, 0);

    public static IEnumerable<Sample> Of(int sensorId, Instant start, Instant end)
    {
        var history = new SimulatedHistory(
            sensorId, new Household(1, DateTimeZoneProviders.Tzdb["Europe/Paris"]), TimeSpan.FromSeconds(PeriodSeconds), start, end);
        while (history.Next(50_000) is { Length: > 0 } chunk)
            foreach (var sample in chunk) yield return sample;
    }
}
