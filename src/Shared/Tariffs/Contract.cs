using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>The prices and off-peak hours that hold from 00:00 of a day, in the site's zone, until the next contract.</summary>
/// <param name="DayPricePerKwh">Price of a kilowatt-hour by day, in the site's currency.</param>
/// <param name="NightPricePerKwh">Price of a kilowatt-hour off-peak.</param>
/// <param name="StandingChargePerMonth">The fixed charge; no part of the energy's cost.</param>
/// <param name="ThresholdWatts">The subscribed power; null when the contract names none.</param>
public sealed record Contract(
    string ProviderName,
    LocalDate ValidFrom,
    decimal DayPricePerKwh,
    decimal NightPricePerKwh,
    decimal StandingChargePerMonth,
    OffPeakSchedule OffPeak,
    int? ThresholdWatts)
{
    public bool HasTwoRates => DayPricePerKwh != NightPricePerKwh;
}
