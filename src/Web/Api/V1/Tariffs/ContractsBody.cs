using System.Globalization;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>
/// The body of PUT /contracts: <c>{"contracts":[…]}</c>, each contract in the form that GET answers. Every bound of the
/// schema is checked here, so that the message names the entry and the field.
/// </summary>
internal static class ContractsBody
{
    private const int MostContracts = 1000;
    private const decimal HighestPrice = 100;
    private const decimal HighestCharge = 99_999_999.9999m;

    private static readonly string[] Known =
    [
        "id", "provider", "valid_from", "day_price_per_kwh", "night_price_per_kwh", "standing_charge_per_month",
        "prices_include_vat", "vat_percent", "off_peak",
    ];

    private static readonly LocalDate Earliest = new(2000, 1, 1);
    private static readonly LocalDate Latest = new(2099, 12, 31);

    /// <exception cref="ParameterException">Something is wrong; the first that is.</exception>
    public static IReadOnlyList<ContractEntry> Parse(JsonElement body)
    {
        var fields = new JsonFields(body, "", "contracts");
        if (fields.Find("contracts") is not { ValueKind: JsonValueKind.Array } list)
            throw fields.Wrong("contracts", "the whole list of contracts, an array");
        if (list.GetArrayLength() > MostContracts)
            throw new ParameterException($"contracts has {list.GetArrayLength()} entries; allowed: at most {MostContracts}.");
        var entries = list.EnumerateArray().Select((element, index) => ParseOne(element, $"contracts[{index}]")).ToList();
        var seen = new Dictionary<LocalDate, int>();
        for (var i = 0; i < entries.Count; i++)
            if (!seen.TryAdd(entries[i].ValidFrom, i))
                throw new ParameterException($"contracts[{i}].valid_from is '{LocalDatePattern.Iso.Format(entries[i].ValidFrom)}', as is contracts[{seen[entries[i].ValidFrom]}]'s; allowed: one contract a date.");
        return entries;
    }

    private static ContractEntry ParseOne(JsonElement element, string path)
    {
        // The id is the server's: a list that was read may be sent back as it is.
        var fields = new JsonFields(element, path, Known);
        var (id, name, threshold, setsThreshold) = ParseProvider(fields);
        return new ContractEntry(
            id, name, threshold, setsThreshold, ParseDate(fields),
            Price(fields, "day_price_per_kwh"), Price(fields, "night_price_per_kwh"),
            fields.Number("standing_charge_per_month", 0, HighestCharge, 4) ?? 0,
            fields.Truth("prices_include_vat") ?? true,
            fields.Number("vat_percent", 0, 100, 2) ?? 0,
            ParseOffPeak(fields));
    }

    private static (int? Id, string? Name, int? ThresholdW, bool SetsThreshold) ParseProvider(JsonFields contract)
    {
        const string Allowed = "an object with the id or the name of the provider, such as {\"name\":\"EDF\",\"threshold_w\":6000}";
        if (contract.Find("provider") is not { ValueKind: JsonValueKind.Object } element) throw contract.Wrong("provider", Allowed);
        var fields = new JsonFields(element, contract.At("provider"), "id", "name", "threshold_w");
        var (id, name) = (fields.WholeNumber("id", 1, int.MaxValue), fields.Text("name", 1, 128));
        if (id is null && name is null) throw contract.Wrong("provider", Allowed);
        var hasNone = fields.Find("threshold_w")?.ValueKind == JsonValueKind.Null;
        return (id, name, hasNone ? null : fields.WholeNumber("threshold_w", 1, 1_000_000_000), fields.Has("threshold_w"));
    }

    private static decimal Price(JsonFields fields, string name) => fields.Number(name, -HighestPrice, HighestPrice, 6)
        ?? throw fields.Wrong(name, "the price of a kilowatt-hour, a number from -100 to 100 with at most 6 decimals");

    private static LocalDate ParseDate(JsonFields fields)
    {
        var text = fields.Find("valid_from") is { ValueKind: JsonValueKind.String } ? fields.Text("valid_from", 0, 100)! : "";
        return LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date } && date >= Earliest && date <= Latest
            ? date
            : throw fields.Wrong("valid_from", "a date from 2000-01-01 to 2099-12-31, such as 2026-02-01");
    }

    private static OffPeakSchedule ParseOffPeak(JsonFields fields)
    {
        if (!fields.Has("off_peak")) return OffPeakSchedule.None;
        var text = fields.Find("off_peak") is { ValueKind: JsonValueKind.String } ? fields.Text("off_peak", 0, 1000)! : throw fields.Wrong("off_peak", "a text such as '22:30-06:30'");
        try
        {
            return OffPeakText.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ParameterException(string.Create(CultureInfo.InvariantCulture, $"{fields.At("off_peak")}: {e.Message}"), e);
        }
    }
}
