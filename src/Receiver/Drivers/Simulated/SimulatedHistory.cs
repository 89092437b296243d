using NodaTime;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Drivers.Simulated;

/// <summary>The samples of a simulated sensor from one moment to before another, in order, a chunk at a time.</summary>
public sealed class SimulatedHistory(int sensorId, Household household, TimeSpan period, Instant start, Instant end)
{
    private readonly AlignedTimes _times = new(period);
    private Instant _next = new AlignedTimes(period).From(start);

    /// <summary>The past is calibrated as the present is.</summary>
    public double Calibration { get; init; } = 1;

    /// <returns>Up to so many samples; none at the end.</returns>
    public Sample[] Next(int maxSamples)
    {
        var samples = new List<Sample>(maxSamples);
        for (; _next < end && samples.Count < maxSamples; _next = _times.After(_next))
            samples.Add(new Sample(sensorId, _next, household.WattsAt(_next) * Calibration));
        return [.. samples];
    }
}
