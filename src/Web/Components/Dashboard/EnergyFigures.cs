using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Today and this month so far, in watt-hours and the site's currency. Null is what is not known.</summary>
/// <param name="TodayCost">Null without a contract, as every cost.</param>
/// <param name="TodayCoverage">The part of today so far that was measured: 0 to 1.</param>
/// <param name="Change">0.1 is 10 % more than yesterday at this time; null when either has gaps.</param>
/// <param name="CostChange">How much more it cost.</param>
/// <param name="ForecastWattHours">Of the whole month.</param>
/// <param name="ForecastCost">Without the standing charge.</param>
/// <param name="StandingCharge">Of the whole month.</param>
/// <param name="BaseLoadWatts">Of the last night.</param>
public sealed record EnergyFigures(
    double? TodayWattHours, decimal? TodayCost, double TodayCoverage, double? Change, decimal? CostChange,
    double? MonthWattHours, decimal? MonthCost, double MonthCoverage,
    double? ForecastWattHours, decimal? ForecastCost, decimal? StandingCharge, double? BaseLoadWatts)
{
    /// <param name="standingCharge">Of the month; null without a contract.</param>
    public static EnergyFigures Of(Consumption used, double? baseLoadWatts, decimal? standingCharge)
    {
        ArgumentNullException.ThrowIfNull(used);
        var (today, month, hasPrices) = (used.Today, used.Month, standingCharge is not null);
        return new EnergyFigures(
            Known(today), Priced(today.Cost), CoverageOf(today), used.ChangeFromYesterday, hasPrices ? used.CostChangeFromYesterday : null,
            Known(month), Priced(month.Cost), CoverageOf(month),
            used.Forecast?.WattHours, hasPrices ? used.Forecast?.Cost : null, standingCharge, baseLoadWatts);

        decimal? Priced(decimal cost) => hasPrices ? cost : null;
    }

    private static double? Known(EnergyBin bin) => bin.Energy.IsCovered ? bin.Energy.WattHours : null;

    /// <summary>The sample that would close the last moments has not come yet: that is no gap.</summary>
    private static double CoverageOf(EnergyBin bin) => Math.Clamp(bin.Coverage + (double)UnixMicroseconds.PerMinute / (bin.End - bin.Start), 0, 1);
}
