using NodaTime;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Tariffs;

/// <summary>What a sensor's energy of some days costs by the contracts as they are, and by others. VAT is in, the standing charge is not.</summary>
/// <param name="Now">Null where no contract holds.</param>
public sealed record CostComparison(string Sensor, double WattHours, decimal? Now, decimal Then)
{
    /// <summary>The energy of a quarter of an hour.</summary>
    /// <param name="Start">When it begins: its tariff is that of this moment, since off-peak hours nearly always begin at a quarter.</param>
    public readonly record struct Quarter(Instant Start, double WattHours);

    public static CostComparison Of(string sensor, IReadOnlyList<Quarter> quarters, TariffCalendar now, TariffCalendar then)
    {
        ArgumentNullException.ThrowIfNull(quarters);
        return new CostComparison(sensor, quarters.Sum(quarter => quarter.WattHours), CostOf(quarters, now), CostOf(quarters, then) ?? 0);
    }

    private static decimal? CostOf(IReadOnlyList<Quarter> quarters, TariffCalendar calendar)
    {
        decimal? cost = null;
        foreach (var quarter in quarters)
        {
            if (calendar.ContractAt(quarter.Start) is not { } contract) continue;
            var price = calendar.TariffAt(quarter.Start) == Tariff.Night ? contract.NightPriceWithVat : contract.DayPriceWithVat;
            cost = (cost ?? 0) + price * (decimal)quarter.WattHours / 1000;
        }

        return cost;
    }
}
