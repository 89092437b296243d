using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Data;

/// <summary>A day of the table, or the whole month. Plain values: it goes with the page from the first picture to the live one.</summary>
/// <param name="Cost">Without the standing charge.</param>
/// <param name="MinWatts">Null where nothing was measured, as the other powers.</param>
/// <param name="Coverage">The part that was measured of what could be: from the first sample to now; null where nothing could be.</param>
/// <param name="IsCorrected">Whether a correction touches it that stands.</param>
public sealed record DayRow(
    DateOnly Date, double PeakWattHours, double OffPeakWattHours, decimal Cost,
    double? MinWatts, double? MeanWatts, double? MaxWatts, double? Coverage, bool IsCorrected)
{
    public double WattHours => PeakWattHours + OffPeakWattHours;

    public bool IsMeasured => MeanWatts is not null;

    /// <param name="now">Unix microseconds.</param>
    /// <param name="begin">The sensor's first sample; null when there is none.</param>
    public static DayRow Of(DateOnly date, EnergyBin bin, long now, long? begin, bool isCorrected)
    {
        ArgumentNullException.ThrowIfNull(bin);
        var energy = bin.Energy;
        return new DayRow(
            date, energy.DayWattHours, energy.NightWattHours, bin.Cost,
            energy.IsCovered ? energy.MinWatts : null, energy.IsCovered ? energy.MeanWatts : null, energy.IsCovered ? energy.MaxWatts : null,
            CoverageOf(bin, now, begin), isCorrected);
    }

    private static double? CoverageOf(EnergyBin bin, long now, long? begin)
    {
        if (begin is not { } first || bin.End <= first || bin.Start >= now) return null;
        var length = Math.Min(bin.End, now) - Math.Max(bin.Start, first);
        // The sample that would close the last moments has not come yet: that is no gap.
        var open = bin.End > now ? UnixMicroseconds.PerMinute : 0;
        return Math.Clamp((bin.Energy.CoveredSeconds * UnixMicroseconds.PerSecond + open) / length, 0, 1);
    }
}
