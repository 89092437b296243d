using NodaTime;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Queries;

/// <summary>The price that holds at a moment.</summary>
/// <param name="Tariff">Null when the contract has but one price.</param>
/// <param name="PricePerKwh">In the site's currency, VAT included.</param>
public sealed record TariffRate(string ProviderName, Tariff? Tariff, decimal PricePerKwh)
{
    /// <returns>Null when no contract is in force.</returns>
    public static TariffRate? At(TariffCalendar calendar, Instant moment)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (calendar.ContractAt(moment) is not { } contract) return null;
        var tariff = calendar.TariffAt(moment);
        return new TariffRate(
            contract.ProviderName, contract.HasTwoRates ? tariff : null,
            tariff == Shared.Tariffs.Tariff.Night ? contract.NightPriceWithVat : contract.DayPriceWithVat);
    }
}
