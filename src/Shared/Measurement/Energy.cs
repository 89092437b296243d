namespace PowerMeter.Shared.Measurement;

/// <summary>
/// What a span of time holds: energy by tariff in watt-hours, the time that samples cover, and the least and the
/// greatest power. Without coverage there is no energy, and the extremes are infinite.
/// </summary>
public readonly record struct Energy(
    double DayWattHours, double NightWattHours, double CoveredSeconds, double MinWatts, double MaxWatts)
{
    public static readonly Energy None = new(0, 0, 0, double.PositiveInfinity, double.NegativeInfinity);

    public bool IsCovered => CoveredSeconds > 0;

    public double WattHours => DayWattHours + NightWattHours;

    /// <summary>Mean power over the covered time, in watts; not a number without coverage.</summary>
    public double MeanWatts => WattHours * 3600 / CoveredSeconds;

    public static Energy operator +(Energy left, Energy right) => Add(left, right);

    public static Energy Add(Energy left, Energy right) => new(
        left.DayWattHours + right.DayWattHours,
        left.NightWattHours + right.NightWattHours,
        left.CoveredSeconds + right.CoveredSeconds,
        Math.Min(left.MinWatts, right.MinWatts),
        Math.Max(left.MaxWatts, right.MaxWatts));
}
