using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>The fixed charge of a month, which is no part of the energy's cost. Money is decimal.</summary>
public static class StandingCharge
{
    /// <returns>
    /// The charge of the whole month in the site's currency, VAT included, each contract's by the days on which it is in force; null
    /// when none is.
    /// </returns>
    public static decimal? OfMonth(TariffCalendar calendar, YearMonth month)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var dates = month.ToDateInterval();
        var days = dates
            .Select(date => calendar.ContractAt(calendar.Zone.AtStartOfDay(date).ToInstant()))
            .OfType<Contract>()
            .GroupBy(contract => contract)
            .Select(days => days.Key.StandingChargeWithVat * days.Count() / dates.Length)
            .ToList();
        return days.Count == 0 ? null : days.Sum();
    }
}
