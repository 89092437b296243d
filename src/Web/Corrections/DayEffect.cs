using NodaTime;

namespace PowerMeter.Web.Corrections;

/// <summary>Energy and money of a day, or of a part of it, before a correction and after it. Without the standing charge.</summary>
public sealed record DayEffect(LocalDate Date, double BeforeWattHours, double AfterWattHours, decimal BeforeCost, decimal AfterCost)
{
    public double MoreWattHours => AfterWattHours - BeforeWattHours;

    public decimal MoreCost => AfterCost - BeforeCost;
}
