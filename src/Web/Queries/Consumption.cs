using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>What was used today and this month so far, in the site's calendar.</summary>
/// <param name="YesterdayUntilNow">As long after yesterday's midnight as it is now after today's.</param>
/// <param name="Forecast">Of this month; null while too little has been measured.</param>
public sealed record Consumption(EnergyBin Today, EnergyBin YesterdayUntilNow, EnergyBin Month, MonthForecast? Forecast)
{
    /// <summary>What is measured less than this is not compared, and said to be measured in part.</summary>
    public const double LeastCoverage = 0.9;

    /// <summary>0.1 is 10 % more than yesterday at this time; null when either has gaps.</summary>
    public double? ChangeFromYesterday => Compared is { Energy.WattHours: > 0 and var before } ? Today.Energy.WattHours / before - 1 : null;

    /// <summary>How much more today has cost than yesterday at this time, in the site's currency; null when either has gaps.</summary>
    public decimal? CostChangeFromYesterday => Compared is { } before ? Today.Cost - before.Cost : null;

    /// <summary>The mean of a day of this month so far; null while less than a day of it is covered.</summary>
    public double? MonthPerDayWattHours => Month.Energy.CoveredSeconds < MonthForecast.LeastCoveredSeconds ? null : Month.Energy.MeanWatts * 24;

    private EnergyBin? Compared => YesterdayUntilNow.Coverage > LeastCoverage && Today.Coverage > LeastCoverage ? YesterdayUntilNow : null;
}
