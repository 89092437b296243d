using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>A bin of one sensor, or of the sum of several.</summary>
/// <param name="Start">Unix microseconds, included.</param>
/// <param name="End">Unix microseconds, excluded.</param>
/// <param name="MeanWatts">Over the time that samples cover; of several sensors the sum of theirs. Null without coverage.</param>
/// <param name="OffPeakWatts">The part of the mean power that is off-peak.</param>
/// <param name="MinWatts">Null without coverage, and for several sensors: their extremes need not come together.</param>
/// <param name="CoveredSeconds">Of several sensors, the mean.</param>
/// <param name="Coverage">The part of the bin that samples cover, up to now: 0 to 1; null before the first sample and in the future.</param>
internal sealed record ChartBin(
    long Start, long End, double PeakKwh, double OffPeakKwh, decimal Cost, decimal OffPeakCost, double? MeanWatts, double OffPeakWatts,
    double? MinWatts, double? MaxWatts, double CoveredSeconds, double? Coverage)
{
    public double Kwh => PeakKwh + OffPeakKwh;

    public bool IsCovered => MeanWatts is not null;

    /// <param name="sensors">The same bin of each sensor, at least one.</param>
    /// <param name="begins">When the samples of each sensor begin, in unix microseconds; null when it has none.</param>
    /// <param name="now">Unix microseconds.</param>
    public static ChartBin Of(IReadOnlyList<EnergyBin> sensors, IReadOnlyList<long?> begins, long now)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var covered = sensors.Where(bin => bin.Energy.IsCovered).ToList();
        var coverages = sensors.Select((bin, index) => CoverageOf(bin, now, begins[index])).OfType<double>().ToList();
        var alone = sensors.Count == 1 && covered.Count == 1;
        return new ChartBin(
            sensors[0].Start, sensors[0].End,
            covered.Sum(bin => bin.Energy.DayWattHours) / 1000, covered.Sum(bin => bin.Energy.NightWattHours) / 1000,
            covered.Sum(bin => bin.Cost), covered.Sum(bin => bin.OffPeakCost),
            covered.Count == 0 ? null : covered.Sum(bin => bin.Energy.MeanWatts),
            covered.Sum(bin => bin.Energy.NightWattHours * 3600 / bin.Energy.CoveredSeconds),
            alone ? covered[0].Energy.MinWatts : null, alone ? covered[0].Energy.MaxWatts : null,
            sensors.Average(bin => bin.Energy.CoveredSeconds),
            coverages.Count == 0 ? null : coverages.Average());
    }

    /// <summary>How high it stands in a chart of this unit; null without coverage.</summary>
    public double? Height(ChartUnit unit) => !IsCovered ? null : unit switch
    {
        ChartUnit.Watts => MeanWatts,
        ChartUnit.Kwh => Kwh,
        _ => (double)Cost,
    };

    /// <summary>The off-peak part of the height.</summary>
    public double? OffPeakHeight(ChartUnit unit) => !IsCovered ? null : unit switch
    {
        ChartUnit.Watts => OffPeakWatts,
        ChartUnit.Kwh => OffPeakKwh,
        _ => (double)OffPeakCost,
    };

    private static double? CoverageOf(EnergyBin bin, long now, long? begin)
    {
        if (begin is null || bin.End <= begin || bin.Start >= now) return null;
        var length = Math.Min(bin.End, now) - Math.Max(bin.Start, begin.Value);
        if (length <= 0) return null;
        // The sample that would close the last moments has not come yet: that is no gap.
        var open = bin.End > now ? UnixMicroseconds.PerMinute : 0;
        return Math.Clamp((bin.Energy.CoveredSeconds * UnixMicroseconds.PerSecond + open) / length, 0, 1);
    }
}
