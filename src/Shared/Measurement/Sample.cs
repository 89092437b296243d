using NodaTime;

namespace PowerMeter.Shared.Measurement;

/// <summary>
/// One reading of one sensor. The power is a number within ±1 GW, the time lies in 2000 to 2099 and has whole
/// microseconds, as the database keeps it.
/// </summary>
public readonly record struct Sample
{
    public static readonly Instant Earliest = Instant.FromUtc(2000, 1, 1, 0, 0);
    public static readonly Instant Latest = Instant.FromUtc(2100, 1, 1, 0, 0);

    /// <summary>Watts: no building takes more, and sums of so much stay exact enough.</summary>
    public const double MostWatts = 1e9;

    public int SensorId { get; }

    public Instant Time { get; }

    /// <summary>Watts; negative when the flow is reversed.</summary>
    public double Watts { get; }

    public float? Volts { get; init; }

    /// <summary>State of charge in percent, or the cell's volts for a sensor that says no more.</summary>
    public float? Battery { get; init; }

    /// <exception cref="ArgumentOutOfRangeException">Watts are not within ±1 GW, or the time is outside 2000 to 2099.</exception>
    public Sample(int sensorId, Instant time, double watts)
    {
        if (!IsPower(watts)) throw new ArgumentOutOfRangeException(nameof(watts), watts, "Watts lie within ±1 GW.");
        if (time < Earliest || time >= Latest)
            throw new ArgumentOutOfRangeException(nameof(time), time, "The time of a sample lies in 2000 to 2099.");
        SensorId = sensorId;
        Time = UnixMicroseconds.ToInstant(time.ToUnixMicroseconds());
        Watts = watts;
    }

    /// <summary>Whether it is a number that can be a power, in watts.</summary>
    public static bool IsPower(double watts) => Math.Abs(watts) <= MostWatts;
}
