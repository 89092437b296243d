using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Today and this month so far, in watt-hours and the site's currency.</summary>
/// <param name="ChangeFromYesterday">0.1 is 10 % more than yesterday at this time; null when yesterday has gaps.</param>
/// <param name="MonthPerDayWattHours">The mean of a day of this month so far; 0 while less than a day of it is covered.</param>
public sealed record EnergyFigures(
    double TodayWattHours, decimal TodayCost, double? ChangeFromYesterday,
    double MonthWattHours, decimal MonthCost, double MonthPerDayWattHours)
{
    public static EnergyFigures Of(Consumption used)
    {
        ArgumentNullException.ThrowIfNull(used);
        return new EnergyFigures(
            used.Today.Energy.WattHours, used.Today.Cost, used.ChangeFromYesterday,
            used.Month.Energy.WattHours, used.Month.Cost, used.MonthPerDayWattHours ?? 0);
    }
}
