using Microsoft.EntityFrameworkCore;
using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Shared.Database;

/// <summary>Loads the <see cref="Site"/>. Load it again when the channel <see cref="Channels.Configuration"/> speaks.</summary>
public sealed class SiteReader(IDbContextFactory<PowerMeterContext> contexts)
{
    /// <exception cref="SettingException">The time zone is unknown, or a contract's off-peak hours are wrong.</exception>
    public async Task<Site> ReadAsync(CancellationToken cancel)
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var settings = await context.Settings.AsNoTracking().ToDictionaryAsync(setting => setting.Key, setting => setting.Value, cancel);
        var contracts = await context.Contracts.AsNoTracking().Include(contract => contract.Provider).ToListAsync(cancel);
        var name = settings.GetValueOrDefault(Setting.TimeZone, "");
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name)
            ?? throw SettingException.NotAllowed("time_zone", name, "a name of the IANA time zone database, such as Europe/Paris");
        return new Site(
            settings.GetValueOrDefault(Setting.SiteName, "PowerMeter"),
            settings.GetValueOrDefault(Setting.Currency, "EUR"),
            new TariffCalendar(zone, contracts.Select(ToContract)));
    }

    private static Contract ToContract(ContractRow row)
    {
        try
        {
            return new Contract(
                row.Provider!.Name, LocalDate.FromDateOnly(row.ValidFrom), row.DayPricePerKwh, row.NightPricePerKwh,
                row.StandingChargePerMonth, OffPeakSchedule.Parse(row.OffPeak), row.Provider.ThresholdW);
        }
        catch (FormatException e)
        {
            throw new SettingException($"The contract of {row.ValidFrom:yyyy-MM-dd}: {e.Message}", e);
        }
    }
}
