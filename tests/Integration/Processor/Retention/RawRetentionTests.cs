using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.Retention;

/// <summary>What retention removes, what it does not, and what stays right afterwards.</summary>
public sealed class RawRetentionTests : IAsyncLifetime
{
    private const string BeforeHorizon = "time < '2026-03-01Z'";

    private RetentionHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await RetentionHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task Whole_months_go_and_every_roll_up_stays_as_it_was()
    {
        var (rows, before, kept) = (await _house.RowsAsync(), await _house.SamplesAsync(BeforeHorizon), await _house.SamplesAsync($"not ({BeforeHorizon})"));
        await _house.RemoveAsync();
        (await _house.RowsAsync()).ShouldBe(rows);
        (await _house.SamplesAsync($"not ({BeforeHorizon})")).ShouldBe(kept);
        // The one that the first segment of March begins with.
        (await _house.SamplesAsync(BeforeHorizon)).ShouldBe(1);
        (await _house.Database.Owner.ScalarAsync<long>("select sum(samples)::bigint from measures_dropped")).ShouldBe(before);
        (await RawHorizon.ReadAsync(_house.Database.Web, CancellationToken.None)).ShouldBe(RetentionHouse.Horizon);
        (await _house.RetainAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task For_ever_is_for_ever()
    {
        (await _house.RetainAsync()).ShouldBeEmpty();
        var error = await Should.ThrowAsync<PostgresException>(() => _house.Database.Processor.ExecuteAsync("select drop_measure_month('2026-01-01')"));
        error.SqlState.ShouldBe(PostgresErrorCodes.ObjectNotInPrerequisiteState);
    }

    [Fact]
    public async Task A_clock_that_is_years_ahead_makes_no_sample_old()
    {
        // The newest sample counts, not the clock: a few months of samples are kept by a setting of a year, whatever the year.
        await _house.KeepAsync(12);
        (await _house.RetainAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_month_whose_roll_ups_wait_is_kept()
    {
        await _house.KeepAsync(2);
        await _house.Database.DeleteMeasuresAsync(_house.Sensor, [RetentionHouse.First.ToUnixTimeSeconds()]);
        (await _house.RetainAsync()).ShouldBeEmpty();
        await _house.DrainAsync();
        (await _house.RetainAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_month_whose_roll_ups_are_wrong_is_kept_and_complained_of()
    {
        await _house.KeepAsync(2);
        // Of January, then of February.
        string[] harms =
        [
            "insert into energy_hours select sensor_id, '2026-01-02Z', 1, 0, 1, 1, 1 from energy_hours limit 1",
            "update energy_hours set night_wh = night_wh + 0.01 where start = '2026-02-27 04:00Z'",
            "delete from energy_hours where start = '2026-02-27 04:00Z'",
        ];
        foreach (var harm in harms)
        {
            await _house.Database.Owner.ExecuteAsync(harm);
            var log = new MessageLog();
            (await _house.RetainAsync(log)).ShouldNotContain(new LocalDate(2026, 2, 1));
            log.Said.ShouldContain(said => said.Level == LogLevel.Error && said.Text.Contains("'house'") && said.Text.Contains("--rebuild"), harm);
            await _house.RebuildAsync();
        }

        await _house.RetainAsync();
        (await _house.SamplesAsync(BeforeHorizon)).ShouldBe(1);
    }

    [Fact]
    public async Task While_somebody_reads_for_long_it_waits()
    {
        await _house.KeepAsync(2);
        await using var connection = await _house.Database.Web.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var read = new NpgsqlCommand("select count(*) from measures", connection);
            await read.ExecuteScalarAsync(TestContext.Current.CancellationToken);
            (await _house.RetainAsync()).ShouldBeEmpty();
        }

        (await _house.RetainAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Two_Processors_at_once_remove_each_month_once()
    {
        await _house.KeepAsync(2);
        var removed = await Task.WhenAll(_house.RetainAsync(), _house.RetainAsync());
        removed.SelectMany(months => months).Order().ShouldBe([new LocalDate(2026, 1, 1), new LocalDate(2026, 2, 1)]);
    }

    [Fact]
    public async Task Computing_again_is_as_if_nothing_had_been_removed()
    {
        await using var twin = await RetentionHouse.CreateAsync();
        await _house.RemoveAsync();
        var removed = await _house.RowsAsync(until: RetentionHouse.Horizon);
        foreach (var house in new[] { _house, twin })
        {
            // The first segment of March then reaches from February to the second sample.
            var first = await house.Database.Owner.ScalarAsync<long>("select extract(epoch from min(time))::bigint from measures where time >= '2026-03-01Z'");
            await house.Database.DeleteMeasuresAsync(house.Sensor, [first]);
            await house.DrainAsync();
        }

        await _house.ShouldEqualAsync(twin, RetentionHouse.Horizon);
        foreach (var house in new[] { _house, twin })
        {
            // One that comes late, between the two.
            await house.Database.InsertPowerAsync(house.Sensor, [(RetentionHouse.Horizon.ToUnixMicroseconds() + 1, 5000)]);
            await house.RebuildAsync();
        }

        await _house.ShouldEqualAsync(twin, RetentionHouse.Horizon);
        // What the line was before the horizon is for ever what it was when the samples went.
        (await _house.RowsAsync(until: RetentionHouse.Horizon)).ShouldBe(removed);
    }

    [Fact]
    public async Task Another_rule_for_gaps_changes_only_what_still_has_samples()
    {
        await using var twin = await RetentionHouse.CreateAsync();
        await _house.RemoveAsync();
        var removed = await _house.RowsAsync(until: RetentionHouse.Horizon);
        foreach (var house in new[] { _house, twin })
        {
            await house.Database.Owner.ExecuteAsync("update sensors set max_gap_override_s = 20000 where id = $1", house.Sensor);
            await house.DrainAsync();
        }

        (await _house.RowsAsync(until: RetentionHouse.Horizon)).ShouldBe(removed);
        await _house.ShouldEqualAsync(twin, RetentionHouse.Horizon);
    }

    [Fact]
    public async Task Other_off_peak_hours_move_the_energy_of_removed_months_as_if_the_samples_were_there()
    {
        await using var twin = await RetentionHouse.CreateAsync();
        await _house.RemoveAsync();
        foreach (var house in new[] { _house, twin })
        {
            // Samples lie on these boundaries, as they do on each 20 minutes.
            await house.Tariffs.ChangeAsync(("2025-01-01", "12:20-14:00; 23:00-06:40"));
            await house.Tariffs.RetagAsync();
            await house.DrainAsync();
        }

        await _house.ShouldEqualAsync(twin);
    }

    [Fact]
    public async Task A_change_that_reaches_into_removed_months_only_is_worked_off_too()
    {
        await using var twin = await RetentionHouse.CreateAsync();
        await _house.RemoveAsync();
        foreach (var house in new[] { _house, twin })
        {
            await house.Tariffs.ChangeAsync(("2025-01-01", "23:00-06:40"), ("2026-02-20", RetentionHouse.OffPeak));
            (await house.Tariffs.RetagAsync()).ShouldNotBeNull();
            await house.DrainAsync();
        }

        await _house.ShouldEqualAsync(twin);
        (await _house.RowsAsync(until: Instant.FromUtc(2026, 2, 1, 0, 0))).Count(row => row.Tier == "energy_minutes" && row.Night > 0).ShouldBeGreaterThan(500);
    }

    [Fact]
    public async Task Nothing_is_taken_where_samples_were_removed()
    {
        await _house.RemoveAsync();
        var late = RetentionHouse.Horizon - Duration.FromMinutes(1);
        foreach (var time in new[] { late, RetentionHouse.First })
            (await Should.ThrowAsync<PostgresException>(() => _house.Database.InsertPowerAsync(_house.Sensor, [(time.ToUnixMicroseconds(), 1)]))).SqlState.ShouldBe(RawHorizon.Refused);
        (await Should.ThrowAsync<PostgresException>(() => _house.Database.Web.ExecuteAsync("update measures set watts = 1"))).SqlState.ShouldBe(RawHorizon.Refused);
        (await _house.SamplesAsync(BeforeHorizon)).ShouldBe(1);
    }

    [Fact]
    public async Task What_waited_in_a_Receivers_spool_for_so_long_is_rejected_and_counted_and_the_rest_written()
    {
        await _house.RemoveAsync();
        using var directory = new TemporaryDirectory();
        var site = new CurrentSite(NullLogger<CurrentSite>.Instance);
        site.Use(new ReceiverConfiguration("Europe/Paris", [], []));
        await using var table = new MeasureTable(_house.Database.Receiver, site, new SchemaGuard(_house.Database.Receiver), TimeProvider.System);
        var rejected = new RejectedSamples(new SpoolOptions(directory.Path, 1024 * 1024), NullLogger<RejectedSamples>.Instance);
        Sample[] batch =
        [
            .. new[] { -86400 * 40, -60, 30, 86_430 }.Select(seconds => new Sample(_house.Sensor, RetentionHouse.Horizon + Duration.FromSeconds(seconds), 1)),
        ];
        await new BatchWriter(table, rejected, NullLogger.Instance).WriteAsync(batch, TestContext.Current.CancellationToken);
        rejected.Count.ShouldBe(2);
        (await _house.SamplesAsync("watts = 1 and time >= '2026-03-01Z'")).ShouldBe(2);
    }

    [Fact]
    public async Task Energy_of_odd_spans_in_removed_months_is_the_minutes_share()
    {
        await _house.RemoveAsync();
        await using var scope = new QueryHouse(_house.Database);
        var query = await scope.StartAsync();
        // A minute in the middle of a segment of 20: its power is nearly even, and a third of it is a third.
        var minute = (RetentionHouse.Horizon - Duration.FromMinutes(175)).ToUnixMicroseconds();
        long[] edges = [minute, minute + 20 * UnixMicroseconds.PerSecond, minute + UnixMicroseconds.PerMinute, minute + 150 * UnixMicroseconds.PerSecond];
        var bins = await query.ReadAsync(_house.Sensor, edges, CancellationToken.None);
        var whole = (await query.ReadAsync(_house.Sensor, [minute, minute + UnixMicroseconds.PerMinute], CancellationToken.None)).Single();
        whole.Energy.CoveredSeconds.ShouldBe(60);
        bins[0].Energy.WattHours.ShouldBe(whole.Energy.WattHours / 3, 1e-9);
        (bins[0].Energy.WattHours + bins[1].Energy.WattHours).ShouldBe(whole.Energy.WattHours, 1e-9);
        bins[2].Energy.CoveredSeconds.ShouldBe(90, 1e-9);
        bins[0].Cost.ShouldBeGreaterThan(0);

        // Over the horizon nothing is counted twice, though the last sample before it is still there.
        var (from, until) = ((RetentionHouse.Horizon - Duration.FromSeconds(90)).ToUnixMicroseconds(), (RetentionHouse.Horizon + Duration.FromSeconds(90)).ToUnixMicroseconds());
        var steps = Enumerable.Range(0, 19).Select(i => from + i * 10 * UnixMicroseconds.PerSecond).ToArray();
        (await query.ReadAsync(_house.Sensor, steps, CancellationToken.None)).Sum(bin => bin.Energy.CoveredSeconds).ShouldBe(180, 1e-6);
        (await query.ReadAsync(_house.Sensor, [from, until], CancellationToken.None)).Single().Energy.CoveredSeconds.ShouldBe(180, 1e-6);
    }

    [Fact]
    public async Task A_sensor_can_be_removed_with_what_is_left_of_it()
    {
        await _house.RemoveAsync();
        await new SensorRemoval(_house.Database.Owner).RunAsync(_house.Sensor, _ => { }, CancellationToken.None);
        (await _house.SamplesAsync("true")).ShouldBe(0);
        (await _house.Database.Owner.ScalarAsync<long>("select (select count(*) from energy_minutes) + (select count(*) from energy_hours)")).ShouldBe(0);
    }

    [Fact]
    public async Task A_setting_that_makes_no_sense_is_refused()
    {
        foreach (var value in new[] { "0", "1", "1201", "-3", "0x10", "", "3.5", "for ever", "99999999999999999999" })
            (await Should.ThrowAsync<PostgresException>(() => _house.Database.Web.ExecuteAsync("insert into settings (key, value) values ('raw_months', $1)", value)))
                .SqlState.ShouldBe(PostgresErrorCodes.CheckViolation, value);
    }

    [Fact]
    public async Task Only_the_Processor_may_remove_a_month()
    {
        await _house.KeepAsync(2);
        foreach (var source in new[] { _house.Database.Web, _house.Database.Receiver })
            (await Should.ThrowAsync<PostgresException>(() => source.ExecuteAsync("select drop_measure_month('2026-01-01')"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }
}
