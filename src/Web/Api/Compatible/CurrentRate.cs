using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>The <c>rate</c> of an answer: day or night now, none when the contract has but one price.</summary>
internal static class CurrentRate
{
    public static string Of(SiteCache site, TimeProvider time)
    {
        var (calendar, now) = (site.Current.Calendar, time.GetCurrentInstant());
        if (calendar.ContractAt(now) is not { HasTwoRates: true }) return "none";
        return calendar.TariffAt(now) == Tariff.Night ? "night" : "day";
    }
}
