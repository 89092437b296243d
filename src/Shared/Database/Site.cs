using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Shared.Database;

/// <summary>What every process must know of the site: its zone and contracts, its currency and its name.</summary>
/// <param name="Currency">ISO 4217.</param>
/// <param name="TariffVersion">Of the calendar: what <c>tariff_version</c> said in the same snapshot.</param>
public sealed record Site(string Name, string Currency, TariffCalendar Calendar, long TariffVersion)
{
    /// <summary>In which it was set up: <c>en</c> or <c>fr</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Whether the dashboard is shown to the own network without signing in.</summary>
    public bool IsDashboardOnLan { get; init; }
}
