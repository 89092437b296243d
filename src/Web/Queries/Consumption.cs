using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>What was used today and this month so far, in the site's calendar.</summary>
/// <param name="YesterdayUntilNow">As long after yesterday's midnight as it is now after today's.</param>
/// <param name="Forecast">Of this month; null while too little of it is covered.</param>
public sealed record Consumption(EnergyBin Today, EnergyBin YesterdayUntilNow, EnergyBin Month, MonthForecast? Forecast)
{
    private const double LeastCoverage = 0.9;

    /// <summary>0.1 is 10 % more than yesterday at this time; null when yesterday has gaps.</summary>
    public double? ChangeFromYesterday => YesterdayUntilNow is { Coverage: > LeastCoverage, Energy.WattHours: > 0 and var before }
        ? Today.Energy.WattHours / before - 1
        : null;

    /// <summary>The mean of a day of this month so far; null while less than a day of it is covered.</summary>
    public double? MonthPerDayWattHours => Forecast is null ? null : Month.Energy.MeanWatts * 24;
}
