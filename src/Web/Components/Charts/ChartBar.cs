using System.Globalization;

namespace PowerMeter.Web.Components.Charts;

/// <summary>One bin of energy as the browser draws and describes it.</summary>
/// <param name="Start">Unix milliseconds.</param>
/// <param name="Label">What stands under it.</param>
/// <param name="Title">What stands before its figures.</param>
/// <param name="Peak">The height of the peak part in the chart's unit; null without coverage.</param>
/// <param name="OffPeak">The height of the off-peak part.</param>
/// <param name="PeakKwh">Kilowatt-hours at the peak tariff.</param>
/// <param name="OffPeakKwh">Kilowatt-hours at the off-peak tariff.</param>
/// <param name="Cost">In the site's currency, without the standing charge.</param>
/// <param name="CoveredSeconds">How long samples cover it.</param>
/// <param name="Coverage">The part of the bin that samples cover, up to now: 0 to 1; null before the first sample and in the future.</param>
public sealed record ChartBar(
    long Start, string Label, string Title, double? Peak, double? OffPeak, double PeakKwh, double OffPeakKwh, decimal Cost,
    double? MeanWatts, double? MinWatts, double? MaxWatts, double CoveredSeconds, double? Coverage)
{
    public double Kwh => PeakKwh + OffPeakKwh;

    /// <summary>Whether it goes on now: its figures are those so far.</summary>
    public bool Running { get; init; }

    /// <summary>The address that shows the inside of it; null for the finest bars.</summary>
    public string? Inside { get; init; }

    /// <summary>What stands behind it; null for nothing.</summary>
    public GhostBar? Ghost { get; init; }

    internal static ChartBar Of(ChartBin bin, ChartUnit unit, ChartPeriod period, long now)
    {
        var culture = CultureInfo.CurrentCulture;
        var offPeak = bin.OffPeakHeight(unit);
        return new ChartBar(
            bin.Start / 1000, period.AxisLabel(bin.Start, culture), period.BinTitle(bin.Start, bin.End, culture),
            bin.Height(unit) - offPeak, offPeak, bin.PeakKwh, bin.OffPeakKwh, bin.Cost,
            bin.MeanWatts, bin.MinWatts, bin.MaxWatts, bin.CoveredSeconds, bin.Coverage)
        {
            Running = bin.Start <= now && now < bin.End,
            Inside = bin.Coverage is null ? null : period.Inside(bin.Start)?.ToUrl(),
        };
    }
}
