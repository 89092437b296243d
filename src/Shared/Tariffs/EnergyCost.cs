using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Tariffs;

/// <summary>What energy costs under a contract, VAT included, without the standing charge. Money is decimal.</summary>
public static class EnergyCost
{
    /// <returns>The cost in the site's currency; zero without a contract.</returns>
    public static decimal Of(Energy energy, Contract? contract) =>
        contract is null ? 0 : Kwh(energy.DayWattHours) * contract.DayPriceWithVat + Kwh(energy.NightWattHours) * contract.NightPriceWithVat;

    /// <returns>The off-peak part of it.</returns>
    public static decimal OffPeakOf(Energy energy, Contract? contract) =>
        contract is null ? 0 : Kwh(energy.NightWattHours) * contract.NightPriceWithVat;

    private static decimal Kwh(double wattHours) => (decimal)wattHours / 1000;
}
