using NodaTime;
using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Tariffs;

/// <summary>
/// What a contract of a form may be, whoever gives it: the settings, the first run, or a file of answers. Faults have the fields
/// that are named here.
/// </summary>
public sealed class TariffDrafts
{
    public const string Provider = "provider";
    public const string PeakPrice = "peak_price_per_kwh";
    public const string OffPeakPrice = "off_peak_price_per_kwh";
    public const string StandingCharge = "standing_charge_per_month";
    public const string VatPercent = "vat_percent";
    public const string OffPeak = "off_peak";
    public const string Threshold = "threshold_w";

    private const int LongestName = 128;
    private const decimal HighestPrice = 100;
    private const decimal HighestCharge = 99_999_999.9999m;
    private const int HighestThreshold = 1_000_000_000;

    /// <summary>Who asks for the first contract, in the record of changes.</summary>
    private const string FirstRun = "first run";

    /// <summary>What is wrong with it; nothing when it may be so. Pure.</summary>
    public IReadOnlyList<FieldFault> Check(TariffDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var faults = new List<FieldFault>(draft.Unread);
        void Need(bool isRight, string field, string key, params object[] given)
        {
            // One sentence a field is enough.
            if (!isRight && faults.TrueForAll(fault => fault.Field != field)) faults.Add(new FieldFault(field, key, given));
        }

        var name = draft.Provider.Trim();
        Need(name.Length > 0, Provider, "Tariffs_Bad_NoProvider");
        Need(name.Length <= LongestName, Provider, "Tariffs_Bad_LongProvider", name.Length);
        Need(!name.Any(char.IsControl), Provider, "Tariffs_Bad_ProviderSigns");
        Need(IsPrice(draft.PeakPricePerKwh), PeakPrice, "Tariffs_Bad_Price", draft.PeakPricePerKwh);
        if (draft.OffPeakPricePerKwh is { } offPeakPrice) Need(IsPrice(offPeakPrice), OffPeakPrice, "Tariffs_Bad_Price", offPeakPrice);
        Need(draft.StandingChargePerMonth is >= 0 and <= HighestCharge && HasDecimals(draft.StandingChargePerMonth, 4), StandingCharge, "Tariffs_Bad_Charge", draft.StandingChargePerMonth);
        Need(draft.VatPercent is >= 0 and <= 100 && HasDecimals(draft.VatPercent, 2), VatPercent, "Tariffs_Bad_Vat", draft.VatPercent);
        Need(draft.ThresholdW is null or (>= 1 and <= HighestThreshold), Threshold, "Tariffs_Bad_Threshold", draft.ThresholdW ?? 0);
        if (draft.OffPeakPricePerKwh is not null)
        {
            var hours = OffPeakText.TryParse(draft.OffPeak);
            Need(hours is not null, OffPeak, "Tariffs_Bad_OffPeak", Shortened(draft.OffPeak));
            Need(hours is not { Text.Length: 0 }, OffPeak, "Tariffs_Bad_NoHours");
        }

        return faults;
    }

    public ContractEntry ToEntry(TariffDraft draft, LocalDate validFrom)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return new ContractEntry(
            null, draft.Provider.Trim(), draft.ThresholdW, true, validFrom, draft.PeakPricePerKwh, draft.OffPeakPricePerKwh ?? draft.PeakPricePerKwh,
            draft.StandingChargePerMonth, draft.PricesIncludeVat, draft.VatPercent,
            draft.OffPeakPricePerKwh is null ? OffPeakSchedule.None : OffPeakText.Parse(draft.OffPeak));
    }

    /// <summary>The first contract of a new site, within the first run's transaction.</summary>
    public async Task AddFirstAsync(NpgsqlConnection connection, TariffDraft draft, LocalDate validFrom, CancellationToken cancel)
    {
        if (Check(draft) is { Count: > 0 } faults) throw new FieldFaultException(faults);
        var state = await TariffChanges.ReadAloneAsync(connection, cancel);
        if (state.Contracts.Count > 0) throw new TariffException(new Sentence("Tariff_ContractThere"));
        var entries = await ProviderNames.ResolveAsync(connection, [ToEntry(draft, validFrom)], cancel);
        await TariffChanges.AskAsync(connection, state, entries, state.Zone, FirstRun, cancel);
    }

    private static bool IsPrice(decimal price) => price is >= -HighestPrice and <= HighestPrice && HasDecimals(price, 6);

    private static bool HasDecimals(decimal number, int most) => decimal.Round(number, most) == number;

    private static string Shortened(string text) => text.Length <= 60 ? text : $"{text[..60]}…";
}
