using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Processor;

/// <summary>What the display says, read with the Processor's rights by a clock that stands still.</summary>
public sealed class DisplayStateReaderTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    // 11:00 in Paris, where it is peak; midnight was at 23:00.
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly long Midnight = new DateTimeOffset(2026, 3, 1, 23, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private readonly TestDatabase _database = fixture.Database;
    private readonly ManualTimeProvider _time = new(Now);
    private SiteCache? _site;

    public void Dispose() => _site?.Dispose();

    private DisplayStateReader Reader(NpgsqlDataSource source)
    {
        _site = new SiteCache(new SiteReader(source), _time, NullLogger<SiteCache>.Instance);
        var energy = new EnergyQuery(source, _site);
        return new DisplayStateReader(
            source, new W3bstreamSettingsReader(source), new W3bstreamStatusReader(source), new DisplayChoicesReader(source), energy, new RewardQuery(source, energy, _site, _time),
            new PowerNowQuery(source), _site, new LanAddress(IPAddress.Parse("192.168.1.20"), 8080, _time), _time);
    }

    private async Task<DisplayReading> ReadAsync(params int[] sensors)
    {
        await _database.Owner.ExecuteAsync("update w3bstream_settings set sensors = $1", sensors);
        return await Reader(_database.Processor).ReadAsync(siteAnew: true, TestContext.Current.CancellationToken);
    }

    private async Task<int> AddSensorAsync(string name, double watts, long until)
    {
        var sensor = await _database.AddSensorAsync($"{name} {Guid.NewGuid():N}");
        // From an hour before midnight: what was yesterday does not count.
        var samples = Enumerable.Range(0, (int)((until - Midnight + 3600) / 8) + 1).Select(i => until - i * 8L).Select(second => new TaggedSample(second, watts, false)).ToList();
        await _database.InsertMeasuresAsync(sensor, samples);
        var rollup = new EnergyRollup(_database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }

        return sensor;
    }

    private async Task SetSiteAsync()
    {
        await _database.Owner.ExecuteAsync("insert into settings values ('time_zone', 'Europe/Paris'), ('currency', 'CHF') on conflict (key) do update set value = excluded.value");
        if (await _database.Owner.ScalarAsync<long>("select count(*) from contracts") == 0) await _database.AddContractAsync(new DateOnly(2026, 1, 1), 0.20m, 0.10m);
    }

    [Fact]
    public async Task It_knows_power_energy_money_tokens_and_tariff_of_the_sensors_that_are_sent()
    {
        await SetSiteAsync();
        var now = Now.ToUnixTimeSeconds();
        var (one, two) = (await AddSensorAsync("one", 3, now), await AddSensorAsync("two", 1, now - 4));
        await _database.Owner.ExecuteAsync("insert into reward_quarters values ($1, 2.5, 900), ($2, 40, 900) on conflict do nothing", Now.UtcDateTime.AddHours(-1), Now.UtcDateTime.AddHours(-12));
        var (state, freshUntil) = await ReadAsync(one, two);
        state.ShouldSatisfyAllConditions(
            () => state.Now.ShouldBe(new LocalDateTime(2026, 3, 2, 11, 0)),
            () => state.Power.ShouldBe(PowerState.Live),
            () => state.Watts.ShouldBe(4),
            () => state.TodayWattHours!.Value.ShouldBe(44, 0.01),
            () => state.TodayCost!.Value.ShouldBe(0.0088m, 0.0001m),
            () => state.Currency.ShouldBe("CHF"),
            () => state.TokensPerHour.ShouldBe(4),
            () => state.TokensToday.ShouldBe(2.5),
            () => state.Tariff.ShouldBe(Tariff.Day),
            () => state.Link.ShouldBe(LinkState.Off),
            () => state.Address.ShouldBe("192.168.1.20:8080"),
            // Three periods of 8 s after the older of the two.
            () => freshUntil.ShouldBe(Instant.FromUnixTimeSeconds(now - 4 + 24)));

        _time.Advance(TimeSpan.FromSeconds(20));
        var silent = await ReadAsync(one, two);
        silent.State.Power.ShouldBe(PowerState.Silent);
        silent.State.Since.ShouldBe(new LocalDateTime(2026, 3, 2, 10, 59, 56));
        silent.State.TokensPerHour.ShouldBeNull();
        // What was used stays used.
        silent.State.TodayWattHours!.Value.ShouldBe(44, 0.01);
        silent.FreshUntil.ShouldBeNull();

        (await ReadAsync(one, 999_999)).State.Power.ShouldBe(PowerState.SensorGone);
    }

    [Fact]
    public async Task A_sensor_without_a_sample_has_no_power_and_no_energy()
    {
        await SetSiteAsync();
        var sensor = await _database.AddSensorAsync($"new {Guid.NewGuid():N}");
        var (state, _) = await ReadAsync(sensor);
        state.Power.ShouldBe(PowerState.NoData);
        state.TodayWattHours.ShouldBeNull();
        state.TodayCost.ShouldBeNull();
    }

    [Fact]
    public async Task A_sensor_that_is_out_of_order_has_no_power_however_new_its_sample_is()
    {
        await SetSiteAsync();
        var sensor = await AddSensorAsync("broken", 100, Now.ToUnixTimeSeconds());
        await _database.Owner.ExecuteAsync("update sensors set driver = 'acs712' where id = $1", sensor);
        await _database.Owner.ExecuteAsync("insert into sensor_status (sensor_id, state, since, updated_at) values ($1, 'fault', now(), now()) on conflict (sensor_id) do update set state = 'fault'", sensor);
        (await ReadAsync(sensor)).State.Power.ShouldBe(PowerState.Silent);
    }

    [Fact]
    public async Task A_database_that_hangs_is_away_after_five_seconds()
    {
        await using var locked = await _database.Owner.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await locked.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var command = new NpgsqlCommand("lock table w3bstream_settings", locked)) await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var reader = Reader(_database.Processor);
        var reading = reader.ReadAsync(siteAnew: true, TestContext.Current.CancellationToken);
        await Eventually.BecomesTrueAsync("it waits", () => _database.Owner.ScalarAsync<bool>("select exists (select from pg_locks where not granted and relation = 'w3bstream_settings'::regclass)"));
        _time.Advance(TimeSpan.FromSeconds(6));
        (await Should.ThrowAsync<NpgsqlException>(() => reading)).Message.ShouldBe("It did not answer within 5 s.");
        var away = reader.Away(Instant.FromDateTimeOffset(Now));
        away.Power.ShouldBe(PowerState.DatabaseAway);
        away.TodayWattHours.ShouldBeNull();
        away.Link.ShouldBe(LinkState.Unknown);
    }
}
