using System.Text.Json.Nodes;
using NodaTime.Text;

namespace PowerMeter.Web.Tariffs;

/// <summary>A list of contracts in the form that <c>tariff_changes</c> keeps; see db/migrations/0008_tariffs.sql.</summary>
internal static class ContractDocument
{
    public static string Of(IEnumerable<ContractEntry> entries) => new JsonArray([.. entries.Select(Of)]).ToJsonString();

    private static JsonObject Of(ContractEntry entry)
    {
        var document = new JsonObject
        {
            ["provider_id"] = entry.ProviderId,
            ["provider_name"] = entry.ProviderName,
            ["valid_from"] = LocalDatePattern.Iso.Format(entry.ValidFrom),
            ["day_price_per_kwh"] = entry.DayPricePerKwh,
            ["night_price_per_kwh"] = entry.NightPricePerKwh,
            ["standing_charge_per_month"] = entry.StandingChargePerMonth,
            ["prices_include_vat"] = entry.PricesIncludeVat,
            ["vat_percent"] = entry.VatPercent,
            ["off_peak"] = entry.OffPeak.Text,
        };
        // Its absence leaves the provider's own.
        if (entry.SetsThreshold) document["threshold_w"] = entry.ThresholdW;
        return document;
    }
}
