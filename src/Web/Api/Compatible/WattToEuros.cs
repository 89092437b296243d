using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using PowerMeter.Web.Offers;

namespace PowerMeter.Web.Api.Compatible;

/// <summary>
/// /api/{provider or current}/watt_to_euros/{day or night}/{kWh}: the price of that energy by that tariff, with VAT and
/// without the standing charge. Null for a provider that there is not, or that has no prices.
/// </summary>
internal static class WattToEuros
{
    private const decimal MostKwh = 1_000_000_000_000;

    public static async Task<JsonHttpResult<DataAnswer<decimal?>>> GetAsync(
        string provider, string tariff, string kwh, ProviderQuery providers, CancellationToken cancel)
    {
        var energy = ParseKwh(kwh);
        var prices = (await providers.FindAsync(provider, cancel))?.Prices;
        decimal? euros = prices is null ? null : RetailPrices.Plain(energy * (tariff == "night" ? prices.NightPricePerKwh : prices.DayPricePerKwh));
        return TypedResults.Json(new DataAnswer<decimal?>(euros), EnergyProviderJson.Default.DataAnswerNullableDecimal);
    }

    private static decimal ParseKwh(string text)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var kwh) && kwh is >= 0 and <= MostKwh
            ? kwh
            : throw new PathNumberException($"kwh is '{text}'; allowed: a decimal number of kilowatt-hours from 0 to 1000000000000, without an exponent, such as 12.5.");
    }
}
