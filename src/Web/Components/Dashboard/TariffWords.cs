using System.Globalization;
using Microsoft.Extensions.Localization;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Resources;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>The tariff of a moment, as people say it.</summary>
/// <param name="Name">Peak, off-peak, or that there is one price only.</param>
/// <param name="Price">Of a kilowatt-hour, VAT included.</param>
/// <param name="Until">When the tariff changes, such as 06:30 or Monday 06:30; null when it does not within a year.</param>
/// <param name="NextChange">The same as a moment.</param>
internal sealed record TariffWords(bool IsOffPeak, string Name, string Price, string? Until, Instant? NextChange)
{
    /// <summary>The sign that stands for it.</summary>
    public string Icon => IsOffPeak ? "moon" : "sun";

    /// <returns>Null when no contract is in force.</returns>
    public static TariffWords? Of(Site site, Instant now, IStringLocalizer<Texts> text)
    {
        var calendar = site.Calendar;
        if (calendar.ContractAt(now) is not { } contract) return null;
        var isNight = calendar.TariffAt(now) == Tariff.Night;
        // A contract with one price has nothing that is off-peak.
        var isOffPeak = isNight && contract.HasTwoRates;
        var name = text[!contract.HasTwoRates ? "Tariff_OneRate" : isOffPeak ? "OffPeak" : "Peak"];
        var next = contract.HasTwoRates ? calendar.NextChange(now) : null;
        var price = isNight ? contract.NightPriceWithVat : contract.DayPriceWithVat;
        return new TariffWords(isOffPeak, name, Figures.Price(price, site.Currency, CultureInfo.CurrentCulture), next is { } change ? TimeOf(change, now, calendar.Zone) : null, next);
    }

    private static string TimeOf(Instant next, Instant now, DateTimeZone zone)
    {
        var (local, here) = (next.InZone(zone).LocalDateTime, now.InZone(zone).LocalDateTime);
        var time = local.TimeOfDay.ToString("t", CultureInfo.CurrentCulture);
        return local.Date == here.Date || Period.Between(here, local, PeriodUnits.Hours).Hours < 24
            ? time
            : $"{local.ToString("dddd", CultureInfo.CurrentCulture)} {time}";
    }
}
