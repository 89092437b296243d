using System.Globalization;
using System.Text.Json;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Offers;

/// <summary>
/// One object of a list: CitizenWatt's fields and ours, each checked. What a base station adds when it tells its
/// providers (id, type_id, current) is passed over; any other name is an error, so that a misspelt one never goes unnoticed.
/// </summary>
/// <param name="index">Its place in the list, from 0, for messages.</param>
internal sealed class OfferEntry(int index, JsonElement entry)
{
    /// <summary>What <c>measure_types</c> calls it.</summary>
    private const string Electricity = "Electricity";

    /// <summary>The French standard rate, which holds for energy and standing charge alike since August 2025.</summary>
    private const decimal UsualVatPercent = 20;

    private const int LongestExcerpt = 60;
    private const int LongestNumber = 64;

    private static readonly string[] Fields =
    [
        "name", "type_name", "threshold",
        "day_slope_watt_euros", "day_constant_watt_euros", "night_slope_watt_euros", "night_constant_watt_euros",
        "start_night_rate", "end_night_rate", "off_peak", "prices_include_vat", "vat_percent", "offered_on", "source",
    ];

    private static readonly string[] PassedOver = ["id", "type_id", "current"];

    private readonly Dictionary<string, JsonElement> _values = [];

    /// <exception cref="OfferFormatException">A field is wrong, missing, there twice or not known.</exception>
    /// <exception cref="InvalidOperationException">A text or a name is no Unicode.</exception>
    public ListedOffer Read()
    {
        if (entry.ValueKind != JsonValueKind.Object) throw new OfferFormatException(new Sentence("Tariff_OfferNoObject", index, KindOf(entry), string.Join(", ", Fields)));
        foreach (var field in entry.EnumerateObject()) Note(field);
        var dayPrice = Price("day_slope_watt_euros", null);
        var standingCharge = StandingCharge("day_constant_watt_euros", null);
        if (StandingCharge("night_constant_watt_euros", standingCharge) is var nightly && nightly != standingCharge)
            throw NotAllowed("night_constant_watt_euros", Plain(nightly), new Sentence("Tariff_OneCharge"));
        return new ListedOffer(Name(), TypeName(), Threshold(), new Offer(
            dayPrice,
            Price("night_slope_watt_euros", dayPrice),
            standingCharge,
            OffPeak(),
            Truth("prices_include_vat", true),
            decimal.Round(Number("vat_percent", UsualVatPercent, 0, 100, "Tariff_Percent"), 2),
            OfferedOn(),
            Text("source", 256)));
    }

    /// <summary>What a message calls a JSON value.</summary>
    public static Sentence KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new Sentence("Value_Object"),
        JsonValueKind.Array => new Sentence("Value_Array"),
        JsonValueKind.String => Quoted(value.GetString()!),
        JsonValueKind.Null => Sentence.Verbatim("null"),
        _ => Sentence.Verbatim(Excerpt(value.GetRawText())),
    };

    /// <summary>What a message may show of what was given: short, on one line.</summary>
    public static string Excerpt(string text)
    {
        var cut = text.Length > LongestExcerpt ? $"{text.AsSpan(0, LongestExcerpt)}…" : text;
        return string.Concat(cut.Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter));
    }

    private void Note(JsonProperty field)
    {
        if (PassedOver.Contains(field.Name)) return;
        if (!Fields.Contains(field.Name)) throw new OfferFormatException(new Sentence("Tariff_OfferUnknownField", index, Excerpt(field.Name), string.Join(", ", Fields)));
        if (!_values.TryAdd(field.Name, field.Value)) throw new OfferFormatException(new Sentence("Tariff_OfferFieldTwice", index, field.Name));
    }

    private string Name() => Text("name", 128) ?? throw Missing("name", new Sentence("Tariff_TextOf", 128));

    private string TypeName()
    {
        var given = Text("type_name", 64) ?? Electricity;
        var isElectricity = given.Equals(Electricity, StringComparison.OrdinalIgnoreCase) || given.Equals("Électricité", StringComparison.OrdinalIgnoreCase);
        return isElectricity ? Electricity : throw NotAllowed("type_name", Quoted(given), new Sentence("Tariff_TypeNames"));
    }

    private int? Threshold()
    {
        const int MostWatts = 1_000_000;
        if (!_values.TryGetValue("threshold", out var value) || value.ValueKind == JsonValueKind.Null) return null;
        var watts = Number("threshold", 0, 1, MostWatts, "Tariff_Watts");
        return decimal.IsInteger(watts) ? (int)watts : throw NotAllowed("threshold", Plain(watts), new Sentence("Tariff_WholeWatts"));
    }

    private decimal Price(string field, decimal? absent) => decimal.Round(Number(field, absent, -100, 100, "Tariff_PriceAKwh"), 6);

    private decimal StandingCharge(string field, decimal? absent) => decimal.Round(Number(field, absent, 0, 100_000, "Tariff_PriceAMonth"), 4);

    /// <summary>Our own form, or CitizenWatt's one span for all days.</summary>
    private string OffPeak()
    {
        var hours = new Sentence("Tariff_NightHours");
        var (start, end) = (Text("start_night_rate", 5), Text("end_night_rate", 5));
        if (start is null && end is null) return Schedule("off_peak", Text("off_peak", 256) ?? "");
        if (start is null || end is null) throw Missing(start is null ? "start_night_rate" : "end_night_rate", hours);
        if (Text("off_peak", 256) is { } both) throw NotAllowed("off_peak", new Sentence("Tariff_TwoForms", Excerpt(both), Excerpt(start)), hours);
        // The same time twice is what CitizenWatt's base keeps when there are no such hours.
        return start == end ? "" : Schedule("start_night_rate-end_night_rate", $"{start}-{end}");
    }

    private string Schedule(string field, string text)
    {
        try
        {
            return OffPeakSchedule.Parse(text).Text;
        }
        catch (FormatException)
        {
            throw NotAllowed(field, Quoted(text), new Sentence("Tariff_OffPeakHours"));
        }
    }

    private DateOnly? OfferedOn()
    {
        if (Text("offered_on", 10) is not { } text) return null;
        var isDate = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 2000 and < 2100;
        return isDate ? date : throw NotAllowed("offered_on", Quoted(text), new Sentence("Tariff_OfferDate"));
    }

    /// <returns>Without spaces around it; null when it is absent or null.</returns>
    private string? Text(string field, int most)
    {
        if (!_values.TryGetValue(field, out var value) || value.ValueKind == JsonValueKind.Null) return null;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : null;
        // An empty schedule is one: no off-peak hours.
        var isAllowed = text is not null && text.Length <= most && !text.Any(char.IsControl) && (text.Length > 0 || field == "off_peak");
        return isAllowed ? text : throw NotAllowed(field, KindOf(value), new Sentence("Tariff_TextOf", most));
    }

    private bool Truth(string field, bool absent) => !_values.TryGetValue(field, out var value) ? absent : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw NotAllowed(field, KindOf(value), new Sentence("Value_Truth")),
    };

    /// <summary>A number, also as a text, as some lists have it.</summary>
    /// <param name="absent">What holds when the field is absent; null makes it required.</param>
    /// <param name="allowedKey">The sentence of what is allowed, with places for the least and the most.</param>
    private decimal Number(string field, decimal? absent, int least, int most, string allowedKey)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        var allowed = new Sentence(allowedKey, least, most);
        if (!_values.TryGetValue(field, out var value)) return absent ?? throw Missing(field, allowed);
        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!,
            _ => "",
        };
        // The parser would pass over NULs at the end.
        return text.Length <= LongestNumber && !text.Contains('\0', StringComparison.Ordinal)
            && decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                ? number
                : throw NotAllowed(field, KindOf(value), allowed);
    }

    private static Sentence Quoted(string text) => new("Value_Quoted", Excerpt(text));

    private static Sentence Plain(decimal given) => Sentence.Verbatim(given.ToString(CultureInfo.InvariantCulture));

    private OfferFormatException Missing(string field, Sentence allowed) => new(new Sentence("Tariff_OfferMissing", index, field, allowed));

    private OfferFormatException NotAllowed(string field, Sentence given, Sentence allowed) => new(new Sentence("Tariff_OfferField", index, field, given, allowed));
}
