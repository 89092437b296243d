using System.Globalization;
using PowerMeter.Web.Forms;
using PowerMeter.Web.W3bstream;

namespace PowerMeter.Web.Tariffs;

/// <summary>A contract as somebody types it: numbers as texts, in his language.</summary>
public sealed class TariffForm
{
    public const string Kilovoltamperes = "kVA";
    public const string Watts = "W";

    private readonly CultureInfo _culture;

    private TariffForm(CultureInfo culture) => _culture = culture;

    public string Provider { get; set; } = "";

    public string PeakPrice { get; set; } = "";

    public bool HasTwoPrices { get; set; }

    /// <summary>Stays while one price is chosen, so that it is there again afterwards.</summary>
    public string OffPeakPrice { get; set; } = "";

    public string OffPeak { get; set; } = "";

    public string StandingCharge { get; set; } = "";

    public bool PricesIncludeVat { get; set; } = true;

    public string VatPercent { get; set; } = "";

    /// <summary>Empty for none.</summary>
    public string Threshold { get; set; } = "";

    /// <summary>kVA, as French contracts write it, or W.</summary>
    public string ThresholdUnit { get; set; } = Kilovoltamperes;

    public static TariffForm Of(TariffDraft draft, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(culture);
        // A whole number of 100 W reads as kVA.
        var isKilo = draft.ThresholdW is null || draft.ThresholdW % 100 == 0;
        return new TariffForm(culture)
        {
            Provider = draft.Provider,
            PeakPrice = draft.PeakPricePerKwh == 0 && draft.Provider.Length == 0 ? "" : Text(draft.PeakPricePerKwh, culture),
            HasTwoPrices = draft.OffPeakPricePerKwh is not null,
            OffPeakPrice = draft.OffPeakPricePerKwh is { } price ? Text(price, culture) : "",
            OffPeak = draft.OffPeak,
            StandingCharge = Text(draft.StandingChargePerMonth, culture),
            PricesIncludeVat = draft.PricesIncludeVat,
            VatPercent = Text(draft.VatPercent, culture),
            Threshold = draft.ThresholdW is { } watts ? Text(isKilo ? watts / 1000m : watts, culture) : "",
            ThresholdUnit = isKilo ? Kilovoltamperes : Watts,
        };
    }

    /// <returns>What it says; what is no number stands among <see cref="TariffDraft.Unread"/>.</returns>
    public TariffDraft ToDraft()
    {
        var unread = new List<FieldFault>();
        decimal Read(string text, string field, string key, decimal? whenEmpty)
        {
            if (string.IsNullOrWhiteSpace(text) && whenEmpty is { } number) return number;
            if (NumberOf(text, _culture) is { } read) return read;
            unread.Add(new FieldFault(field, string.IsNullOrWhiteSpace(text) ? "Tariffs_Bad_NoPrice" : key, text.Trim()));
            return 0;
        }

        return new TariffDraft(Provider)
        {
            PeakPricePerKwh = Read(PeakPrice, TariffDrafts.PeakPrice, "Tariffs_Bad_Price", null),
            OffPeakPricePerKwh = HasTwoPrices ? Read(OffPeakPrice, TariffDrafts.OffPeakPrice, "Tariffs_Bad_Price", null) : null,
            StandingChargePerMonth = Read(StandingCharge, TariffDrafts.StandingCharge, "Tariffs_Bad_Charge", 0),
            PricesIncludeVat = PricesIncludeVat,
            VatPercent = Read(VatPercent, TariffDrafts.VatPercent, "Tariffs_Bad_Vat", 0),
            OffPeak = OffPeak,
            ThresholdW = ReadThreshold(unread),
            Unread = unread,
        };
    }

    /// <summary>A number as it is written in a language: blanks may part its thousands. A point is always a decimal point.</summary>
    /// <returns>Null when it is none, or ambiguous.</returns>
    public static decimal? NumberOf(string text, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(text);
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        var number = W3bstreamText.NumberAsWritten(text.Replace('−', '-'), culture);
        return decimal.TryParse(number, Plain, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    private int? ReadThreshold(List<FieldFault> unread)
    {
        if (string.IsNullOrWhiteSpace(Threshold)) return null;
        var factor = ThresholdUnit == Watts ? 1 : 1000;
        if (NumberOf(Threshold, _culture) is { } number && Math.Abs(number) <= int.MaxValue / factor && decimal.IsInteger(number * factor)) return (int)(number * factor);
        unread.Add(new FieldFault(TariffDrafts.Threshold, "Tariffs_Bad_Threshold", Threshold.Trim()));
        return null;
    }

    // Without the zeros at the end that a stored number has.
    private static string Text(decimal number, CultureInfo culture) => number.ToString("0.######", culture);
}
