using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.Api.V1.Tariffs;

/// <summary>The contracts, and how far a change of them is.</summary>
/// <param name="Currency">ISO 4217, of all prices.</param>
/// <param name="InForce">The id of the contract that holds now; null before the first one.</param>
/// <param name="Contracts">By the date from which they are valid.</param>
/// <param name="Change">The change that is under way, else the last one; null when there never was one.</param>
internal sealed record ContractsAnswer(string Currency, int? InForce, IReadOnlyList<ContractAnswer> Contracts, TariffChangeAnswer? Change);

/// <summary>From a date on: whose energy it is, and what it costs.</summary>
/// <param name="Id">The contract's number.</param>
/// <param name="Provider">Of whom it is.</param>
/// <param name="ValidFrom">ISO date: from 00:00 in the site's zone until the next contract.</param>
/// <param name="DayPricePerKwh">The price of a kilowatt-hour by day, in the site's currency, as the contract writes it.</param>
/// <param name="NightPricePerKwh">The same off-peak.</param>
/// <param name="StandingChargePerMonth">What is paid a month whatever is used, as the contract writes it; no part of the energy's cost.</param>
/// <param name="PricesIncludeVat">Whether the three include value added tax. What is answered elsewhere always includes it.</param>
/// <param name="VatPercent">Value added tax in percent, 0 to 100.</param>
/// <param name="OffPeak">Local hours, such as <c>22:30-06:30</c> or <c>mon-fri 22:00-06:00; sat,sun 00:00-24:00</c>; empty: none.</param>
internal sealed record ContractAnswer(
    int Id, ContractProviderAnswer Provider, string ValidFrom, decimal DayPricePerKwh, decimal NightPricePerKwh, decimal StandingChargePerMonth,
    bool PricesIncludeVat, decimal VatPercent, string OffPeak);

/// <summary>Whom a contract is of.</summary>
/// <param name="Id">The provider's number.</param>
/// <param name="Name">The provider's name.</param>
/// <param name="ThresholdW">Subscribed power in watts; null when there is none.</param>
internal sealed record ContractProviderAnswer(int Id, string Name, int? ThresholdW);

/// <summary>A change of contracts or time zone, which may take a while.</summary>
/// <param name="Id">The change's number.</param>
/// <param name="State">waiting (for the Processor), running, done or failed.</param>
/// <param name="RequestedBy">A user, or a token.</param>
/// <param name="RequestedAt">When it was asked for: RFC 3339 in UTC.</param>
/// <param name="StartedAt">When the Processor began: RFC 3339 in UTC; null before.</param>
/// <param name="FinishedAt">When it was done or given up: RFC 3339 in UTC; null before.</param>
/// <param name="SamplesTotal">Samples that get another tariff; null until they are counted.</param>
/// <param name="SamplesDone">How many of them have it.</param>
/// <param name="Progress">0 to 1; null when it is not known yet. At 1 and still running the energy is computed.</param>
/// <param name="Error">Why it was given up; everything is then as it was.</param>
internal sealed record TariffChangeAnswer(
    long Id, string State, string RequestedBy, string RequestedAt, string? StartedAt, string? FinishedAt, long? SamplesTotal, long SamplesDone,
    double? Progress, string? Error);

/// <summary>What holds for the whole site.</summary>
/// <param name="TimeZone">IANA name: days, months and off-peak hours are its.</param>
/// <param name="Currency">ISO 4217, of all prices and costs.</param>
/// <param name="SiteName">What the pages call the site.</param>
/// <param name="Change">As in the answer of /contracts: a change of the zone may be worked off for a while.</param>
internal sealed record SettingsAnswer(string TimeZone, string Currency, string SiteName, TariffChangeAnswer? Change);

[JsonSerializable(typeof(ContractsAnswer))]
[JsonSerializable(typeof(TariffChangeAnswer))]
[JsonSerializable(typeof(SettingsAnswer))]
internal sealed partial class TariffJson : JsonSerializerContext
{
    public static TariffJson Plain { get; } = new(V1Json.CreateOptions());

    public static ContractsAnswer Of(TariffState state, Instant now) => new(
        state.Currency, state.InForce(now)?.Id, [.. state.Contracts.Select(Of)], Of(state.Change));

    public static ContractAnswer Of(StoredContract stored) => new(
        stored.Id, new ContractProviderAnswer(stored.ProviderId, stored.Contract.ProviderName, stored.Contract.ThresholdWatts),
        LocalDatePattern.Iso.Format(stored.Contract.ValidFrom), Plainly(stored.Contract.DayPricePerKwh), Plainly(stored.Contract.NightPricePerKwh),
        Plainly(stored.Contract.StandingChargePerMonth), stored.Contract.PricesIncludeVat, Plainly(stored.Contract.VatPercent), stored.Contract.OffPeak.Text);

    public static SettingsAnswer SettingsOf(TariffState state) => new(state.Zone, state.Currency, state.SiteName, Of(state.Change));

    public static TariffChangeAnswer? Of(TariffChange? change) => change is null ? null : new(
        change.Id, change.State, change.RequestedBy, MomentText.Of(change.RequestedAt), MomentText.Of(change.StartedAt), MomentText.Of(change.FinishedAt),
        change.SamplesTotal, change.SamplesDone, change.Progress, change.Error);

    // Without the noughts that the column's scale appends.
    private static decimal Plainly(decimal number) => number / 1.0000000000000000000000000000m;
}
