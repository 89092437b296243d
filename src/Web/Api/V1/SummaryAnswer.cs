using System.Text.Json.Serialization;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Api.V1;

/// <summary>How a sensor is and what it used: what the first page shows.</summary>
/// <param name="SensorId">The sensor's number.</param>
/// <param name="Sensor">The sensor's name.</param>
/// <param name="Currency">Of every cost and price: ISO 4217.</param>
/// <param name="TimeZone">Whose days and months these are: a name of the IANA time zone database.</param>
/// <param name="Now">The newest sample, and how the sensor is.</param>
/// <param name="Today">From local midnight until now.</param>
/// <param name="YesterdayUntilNow">From yesterday's midnight on, for as long as today has lasted.</param>
/// <param name="ChangeFromYesterday">0.1 is 10 % more energy than yesterday at this time; null when a tenth of that time, or of today so far, was not measured.</param>
/// <param name="Month">From the first of the month until now.</param>
/// <param name="MonthForecast">The whole month, if the last weeks go on.</param>
/// <param name="MonthStandingCharge">The fixed charge of the whole month, which is in no cost; null without a contract.</param>
/// <param name="Tariff">What a kilowatt-hour costs now, and when that changes.</param>
internal sealed record SummaryAnswer(
    int SensorId, string Sensor, string Currency, string TimeZone, NowAnswer Now, EnergyBucket Today, EnergyBucket YesterdayUntilNow,
    double? ChangeFromYesterday, EnergyBucket Month, ForecastAnswer MonthForecast, decimal? MonthStandingCharge, PriceAnswer Tariff);

/// <summary>The newest sample.</summary>
/// <param name="Watts">Negative when the flow is reversed; null when there is no sample.</param>
/// <param name="Time">When it was measured: RFC 3339 in UTC; null when there is no sample.</param>
/// <param name="Stale">Whether it is too old to be the present power (three periods, at least 15 s), or there is none, or the sensor does not measure.</param>
/// <param name="State">The sensor's state, as its status says.</param>
internal sealed record NowAnswer(double? Watts, string? Time, bool Stale, string? State);

/// <summary>What the month will come to.</summary>
/// <param name="Kwh">Kilowatt-hours of the whole month: what was measured, and for the rest of it the mean power of the last four weeks on the same day of the week; null while less than a day is covered.</param>
/// <param name="Cost">Their cost without the standing charge, null with them, at the prices of the contracts that are known.</param>
internal sealed record ForecastAnswer(double? Kwh, decimal? Cost)
{
    public static ForecastAnswer Of(MonthForecast? forecast) => new(forecast?.WattHours / 1000, forecast?.Cost);
}

/// <summary>What a kilowatt-hour costs now, and when that changes.</summary>
/// <param name="Provider">Of the contract in force; null without one, and so is all that follows.</param>
/// <param name="Rate">The tariff: day or night; none when the contract has but one price.</param>
/// <param name="PricePerKwh">What a kilowatt-hour costs, in the answer's currency.</param>
/// <param name="NextChange">When rate or price change: RFC 3339 in UTC; null when they do not within a year.</param>
/// <param name="NextRate">What the rate is then.</param>
/// <param name="NextPricePerKwh">What the price is then.</param>
internal sealed record PriceAnswer(string? Provider, string? Rate, decimal? PricePerKwh, string? NextChange, string? NextRate, decimal? NextPricePerKwh)
{
    public static PriceAnswer Of(TariffNow? tariff) => new(
        tariff?.Rate.ProviderName, NameOf(tariff?.Rate), tariff?.Rate.PricePerKwh, tariff?.NextChange is { } change ? MomentText.Of(change) : null,
        NameOf(tariff?.Next), tariff?.Next?.PricePerKwh);

    private static string? NameOf(TariffRate? rate) => rate switch
    {
        null => null,
        { Tariff: Tariff.Day } => "day",
        { Tariff: Tariff.Night } => "night",
        _ => "none",
    };
}

[JsonSerializable(typeof(SummaryAnswer))]
internal sealed partial class SummaryJson : JsonSerializerContext
{
    public static SummaryJson Plain { get; } = new(V1Json.CreateOptions());
}
