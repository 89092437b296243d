using NodaTime;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Tariffs;

/// <summary>All that can be changed about money and time, in one snapshot.</summary>
/// <param name="Version">Of contracts and zone.</param>
/// <param name="Zone">IANA name.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Contracts">By the date from which they are valid.</param>
/// <param name="Change">The one that is not finished, else the last one; null when there never was one.</param>
public sealed record TariffState(
    long Version, string Zone, string Currency, string SiteName, IReadOnlyList<StoredContract> Contracts, TariffChange? Change)
{
    /// <exception cref="Shared.Hosting.SettingException">The zone that is stored is unknown.</exception>
    public TariffCalendar Calendar => new(Shared.Database.SiteReader.ZoneOf(Zone), Contracts.Select(contract => contract.Contract));

    /// <returns>The contract in force; null before the first one.</returns>
    public StoredContract? InForce(Instant now) =>
        Calendar.ContractAt(now) is { } contract ? Contracts.First(stored => ReferenceEquals(stored.Contract, contract)) : null;
}
