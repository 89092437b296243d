using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Shared.Display;

/// <summary>Reads what the display says. It is about the sensors that were chosen for it, else those whose readings are sent: by default the first that is not paused.</summary>
public sealed class DisplayStateReader(
    NpgsqlDataSource database, W3bstreamSettingsReader settingsReader, W3bstreamStatusReader statusReader, DisplayChoicesReader choicesReader, EnergyQuery energy, RewardQuery rewards,
    PowerNowQuery powers, SiteCache site, LanAddress address, TimeProvider time)
{
    /// <summary>A database that hangs is away: nobody shall look at an old value meanwhile.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="siteAnew">Whether zone, contracts and currency are read again first, in a process where nothing else does.</param>
    /// <exception cref="NpgsqlException">The database does not answer. Show <see cref="Away"/>.</exception>
    /// <exception cref="SettingException">What is stored makes no sense.</exception>
    public async Task<DisplayReading> ReadAsync(bool siteAnew, CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            if (siteAnew) await site.ReadAgainAsync(limit.Token);
            return await ReadNowAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new NpgsqlException($"It did not answer within {Patience.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>What is known without the database.</summary>
    /// <param name="since">Since when it is away; null when that is not known.</param>
    public DisplayState Away(Instant? since)
    {
        var zone = KnownZone();
        return new DisplayState
        {
            Power = PowerState.DatabaseAway,
            Now = zone is null ? null : Local(time.GetCurrentInstant(), zone),
            Since = zone is null || since is null ? null : Local(since.Value, zone),
            Address = address.Find(),
        };
    }

    private async Task<DisplayReading> ReadNowAsync(CancellationToken cancel)
    {
        var now = time.GetCurrentInstant();
        var settings = await settingsReader.ReadAsync(cancel);
        var choices = await choicesReader.ReadAsync(cancel);
        var chosen = choices.Sensors.Count > 0 ? choices.Sensors : settings.Sensors;
        var sensors = await ReadSensors.ReadAsync(database, chosen, cancel);
        var power = await powers.ReadAsync(sensors, chosen.Count > 0, now, cancel);
        var (wattHours, cost) = await ReadTodayAsync(sensors, now, cancel);
        var figures = await rewards.ReadAsync(settings, cancel);
        var status = await statusReader.ReadAsync(cancel);
        // Last: the tariffs may have been read again meanwhile.
        var (calendar, currency) = (site.Current.Calendar, site.Current.Currency);
        var state = new DisplayState
        {
            Now = Local(now, calendar.Zone),
            Power = power.State,
            Watts = power.Watts,
            Since = power.Since is { } since ? Local(since, calendar.Zone) : null,
            TodayWattHours = wattHours,
            TodayCost = cost,
            Currency = currency,
            TokensPerHour = power.State == PowerState.Live ? figures.TokensPerHour : null,
            TokensToday = figures.TokensToday,
            Tariff = TariffAt(calendar, now),
            Link = LinkRules.Judge(settings, status, now),
            Waiting = status.Waiting,
            Address = address.Find(),
        };
        return new DisplayReading(state, power.FreshUntil) { Choices = choices };
    }

    private async Task<(double? WattHours, decimal? Cost)> ReadTodayAsync(IReadOnlyList<int> sensors, Instant now, CancellationToken cancel)
    {
        var zone = site.Current.Calendar.Zone;
        var midnight = CalendarBuckets.StartOfDay(zone, now.InZone(zone).Date);
        // At midnight itself today is a microsecond: bins are never empty.
        long[] edges = [midnight, Math.Max(now.ToUnixMicroseconds(), midnight + 1)];
        (double? WattHours, decimal? Cost) sum = (null, null);
        foreach (var sensor in sensors)
        {
            var today = (await energy.ReadAsync(sensor, edges, cancel))[0];
            if (today.Energy.IsCovered) sum = ((sum.WattHours ?? 0) + today.Energy.WattHours, (sum.Cost ?? 0) + today.Cost);
        }

        // Without a contract the energy has no price.
        return site.Current.Calendar.ContractAt(now) is null ? (sum.WattHours, null) : sum;
    }

    private static Tariff? TariffAt(TariffCalendar calendar, Instant now) =>
        calendar.ContractAt(now) is { HasTwoRates: true } ? calendar.TariffAt(now) : null;

    private DateTimeZone? KnownZone()
    {
        try
        {
            return site.Current.Calendar.Zone;
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            return null;
        }
    }

    private static LocalDateTime Local(Instant moment, DateTimeZone zone) => moment.InZone(zone).LocalDateTime;
}
