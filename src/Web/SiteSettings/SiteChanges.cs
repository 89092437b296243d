using System.Security.Claims;
using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Api.V1.Tariffs;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Tariffs;

namespace PowerMeter.Web.SiteSettings;

/// <summary>Name, zone and currency of the site, and who sees the dashboard without signing in.</summary>
public sealed partial class SiteChanges(
    NpgsqlDataSource database, TariffChanges tariffs, AdministratorCheck administrators, SiteCache sites, ILogger<SiteChanges> logger)
{
    public const int LongestName = 64;

    private const string Store = """
        insert into settings as old (key, value) values ($1, $2)
        on conflict (key) do update set value = excluded.value where old.value is distinct from excluded.value
        """;

    /// <summary>All of it or nothing. Another zone that moves the tariff of samples is worked off by the Processor; until then the old one holds.</summary>
    /// <exception cref="FieldFaultException">Fields <c>site_name</c>, <c>time_zone</c>, <c>currency</c>.</exception>
    public async Task<TariffOutcome> ChangeAsync(ClaimsPrincipal who, string name, string zone, string currency, CancellationToken cancel)
    {
        await administrators.CheckAsync(who, cancel);
        if (Check(name, zone, currency) is { Count: > 0 } faults) throw new FieldFaultException(faults);
        try
        {
            var outcome = await tariffs.ChangeAsync(new TariffRequest(who.Identity?.Name ?? "") { SiteName = name, Zone = zone, Currency = currency }, cancel);
            if (outcome.Result == TariffResult.Busy) throw new FieldFaultException([new FieldFault("time_zone", "Settings_ZoneBusy")]);
            await TakeEffectAsync(cancel);
            return outcome;
        }
        catch (TariffException)
        {
            // The database knows fewer zones than NodaTime does.
            throw new FieldFaultException([new FieldFault("time_zone", "Settings_ZoneUnknown", zone)]);
        }
    }

    /// <summary>Pure.</summary>
    public static IReadOnlyList<FieldFault> Check(string name, string zone, string currency)
    {
        ArgumentNullException.ThrowIfNull(name);
        var faults = new List<FieldFault>();
        if (name.Trim().Length == 0 || name.Length > LongestName || name.Any(char.IsControl)) faults.Add(new FieldFault("site_name", "Settings_NameWrong", LongestName));
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) faults.Add(new FieldFault("time_zone", "Settings_ZoneUnknown", zone));
        if (!Currencies.IsKnown(currency)) faults.Add(new FieldFault("currency", "Settings_CurrencyUnknown", currency));
        return faults;
    }

    /// <summary>In force at once, also for who looks at it now.</summary>
    public async Task OpenDashboardAsync(ClaimsPrincipal who, bool isOnLan, CancellationToken cancel)
    {
        await administrators.CheckAsync(who, cancel);
        await using var command = database.CreateCommand(Store);
        command.Parameters.Add(new() { Value = Setting.DashboardOnLan });
        command.Parameters.Add(new() { Value = isOnLan ? "true" : "false" });
        await command.ExecuteNonQueryAsync(cancel);
        await TakeEffectAsync(cancel);
        Opened(logger, who.Identity?.Name, isOnLan);
    }

    // Whoever is told that it is stored finds it so. Other processes hear of it from the database.
    private async Task TakeEffectAsync(CancellationToken cancel)
    {
        try
        {
            await sites.ReadAgainAsync(cancel);
        }
        catch (Exception e) when (DatabaseFault.Is(e) && !cancel.IsCancellationRequested)
        {
            // It is stored.
            sites.Invalidate();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} sets whether the dashboard is open to the local network without signing in: {IsOpen}.")]
    private static partial void Opened(ILogger logger, string? who, bool isOpen);
}
