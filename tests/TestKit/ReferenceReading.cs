namespace PowerMeter.Tests.TestKit;

/// <summary>What a span carries.</summary>
public sealed class ReferenceReading
{
    public double DayWattHours { get; private set; }

    public double NightWattHours { get; private set; }

    public double WattHours => DayWattHours + NightWattHours;

    /// <summary>Without the standing charge.</summary>
    public decimal Cost { get; private set; }

    /// <summary>Microseconds.</summary>
    public long Covered { get; private set; }

    public double MinWatts { get; private set; } = double.PositiveInfinity;

    public double MaxWatts { get; private set; } = double.NegativeInfinity;

    public double MeanWatts => WattHours * 3.6e9 / Covered;

    internal void Add(long covered, double firstWatts, double lastWatts, double wattHours, bool night, decimal pricePerKwh)
    {
        Covered += covered;
        if (night) NightWattHours += wattHours;
        else DayWattHours += wattHours;
        Cost += (decimal)wattHours / 1000 * pricePerKwh;
        MinWatts = Math.Min(MinWatts, Math.Min(firstWatts, lastWatts));
        MaxWatts = Math.Max(MaxWatts, Math.Max(firstWatts, lastWatts));
    }
}
