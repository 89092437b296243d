using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Processor;

public sealed class EnergyRollupTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private const long Start = 1_790_000_000 / 3600 * 3600; // 2026-09-21, on the hour
    private const long MaxGap = 60;

    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TestDatabase _database = fixture.Database;
    private readonly EnergyRollup _rollup = new(fixture.Database.Processor);

    /// <summary>Some hours of samples 1 to 30 s apart, with a gap now and then, on whole seconds.</summary>
    private static List<TaggedSample> RandomSamples(int seed, int count)
    {
        var random = new Random(seed);
        var samples = new List<TaggedSample>();
        var second = Start + random.Next(100);
        for (var i = 0; i < count; i++)
        {
            samples.Add(new TaggedSample(second, random.Next(0, 40_000) / 10.0, random.Next(2) == 0));
            second += random.Next(50) == 0 ? random.Next(61, 4000) : random.Next(1, 30);
        }

        return samples;
    }

    private async Task DrainAsync()
    {
        while (await _rollup.ClaimAsync(None) is not null)
        {
        }
    }

    private async Task ShouldBeRightAsync(int sensor, IReadOnlyList<TaggedSample> samples)
    {
        foreach (var tier in EnergyTier.CoarseToFine)
        {
            var length = tier.LengthMicroseconds / UnixMicroseconds.PerSecond;
            var last = samples.Count == 0 ? Start : samples.Max(sample => sample.Second);
            var edges = Enumerable.Range(0, (int)((last - Start) / length) + 2).Select(i => Start + i * length).ToArray();
            var expected = ReferenceIntegral.Of(samples, edges, MaxGap).Zip(edges)
                .Where(bin => bin.First.Covered > 0).ToDictionary(bin => bin.Second, bin => bin.First);
            var rows = await RowsAsync(sensor, tier);
            rows.Keys.Order().ShouldBe(expected.Keys.Order());
            foreach (var (start, bin) in expected)
            {
                rows[start].Day.ShouldBe(bin.Day, 1e-9);
                rows[start].Night.ShouldBe(bin.Night, 1e-9);
                rows[start].Covered.ShouldBe(bin.Covered, 1e-9);
            }
        }
    }

    private async Task<Dictionary<long, (double Day, double Night, double Covered, double Min, double Max)>> RowsAsync(int sensor, EnergyTier tier) =>
        (await _database.Web.QueryAsync(
            $"select extract(epoch from start)::bigint, day_wh, night_wh, covered_s, min_w, max_w from {tier.Table} where sensor_id = $1",
            row => (row.GetInt64(0), (row.GetDouble(1), row.GetDouble(2), row.GetDouble(3), row.GetDouble(4), row.GetDouble(5))), sensor))
        .ToDictionary(row => row.Item1, row => row.Item2);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Agrees_with_the_slow_reference_whatever_the_order_of_arrival(int seed)
    {
        var sensor = await _database.AddSensorAsync($"order {seed}");
        var samples = RandomSamples(seed, 400);
        var shuffled = samples.ToArray();
        new Random(seed).Shuffle(shuffled);
        foreach (var batch in shuffled.Chunk(60))
        {
            await _database.InsertMeasuresAsync(sensor, batch);
            await DrainAsync();
        }

        await ShouldBeRightAsync(sensor, samples);
    }

    [Fact]
    public async Task Deleting_changes_the_neighbours_and_inserting_again_changes_nothing()
    {
        var sensor = await _database.AddSensorAsync("delete");
        var samples = RandomSamples(7, 300);
        await _database.InsertMeasuresAsync(sensor, samples);
        await DrainAsync();
        var before = await RowsAsync(sensor, EnergyTier.Minutes);

        var removed = samples.Where((_, i) => i % 7 == 3 || i is > 100 and < 140).ToList();
        await _database.DeleteMeasuresAsync(sensor, removed.Select(sample => sample.Second));
        await DrainAsync();
        await ShouldBeRightAsync(sensor, [.. samples.Except(removed)]);

        await _database.InsertMeasuresAsync(sensor, removed);
        await DrainAsync();
        (await RowsAsync(sensor, EnergyTier.Minutes)).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task Deleting_all_leaves_no_row()
    {
        var sensor = await _database.AddSensorAsync("gone");
        var samples = RandomSamples(8, 100);
        await _database.InsertMeasuresAsync(sensor, samples);
        await DrainAsync();
        await _database.DeleteMeasuresAsync(sensor, samples.Select(sample => sample.Second));
        await DrainAsync();
        foreach (var tier in EnergyTier.CoarseToFine) (await RowsAsync(sensor, tier)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_tier_holds_the_extremes_of_the_line()
    {
        var sensor = await _database.AddSensorAsync("extremes");
        await _database.InsertMeasuresAsync(sensor, [new(Start + 50, 100, false), new(Start + 70, 300, false), new(Start + 90, 50, false)]);
        await DrainAsync();
        var minutes = await RowsAsync(sensor, EnergyTier.Minutes);
        (minutes[Start].Min, minutes[Start].Max).ShouldBe((100, 200));
        (minutes[Start + 60].Min, minutes[Start + 60].Max).ShouldBe((50, 300));
        var hour = (await RowsAsync(sensor, EnergyTier.Hours))[Start];
        (hour.Min, hour.Max).ShouldBe((50, 300));
    }

    [Fact]
    public async Task A_changed_gap_rule_computes_everything_anew()
    {
        var sensor = await _database.AddSensorAsync("gap");
        await _database.InsertMeasuresAsync(sensor, [new(Start, 100, false), new(Start + 100, 100, false)]);
        await DrainAsync();
        (await RowsAsync(sensor, EnergyTier.Hours)).ShouldBeEmpty();
        await _database.Web.ExecuteAsync("update sensors set max_gap_override_s = 120 where id = $1", sensor);
        await DrainAsync();
        (await RowsAsync(sensor, EnergyTier.Hours))[Start].Covered.ShouldBe(100);
    }

    [Fact]
    public async Task A_span_longer_than_a_claim_is_done_in_pieces()
    {
        var sensor = await _database.AddSensorAsync("long", periodSeconds: 3000, maxGapSeconds: 4000);
        var samples = Enumerable.Range(0, 1200).Select(i => new TaggedSample(Start + 17 + i * 3600L, i, false)).ToList(); // 50 days
        await _database.InsertMeasuresAsync(sensor, samples);
        var claims = 0;
        while (await _rollup.ClaimAsync(None) is not null) claims++;
        claims.ShouldBeGreaterThan(3);
        var hours = await RowsAsync(sensor, EnergyTier.Hours);
        hours.Values.Sum(hour => hour.Covered).ShouldBe(1199 * 3600, 1e-6);
        hours.Values.Sum(hour => hour.Day).ShouldBe(Enumerable.Range(0, 1199).Sum(i => i + 0.5), 1e-6);
    }

    [Fact]
    public async Task Years_without_samples_cost_nothing_and_nobody_waits_behind_them()
    {
        var (old, live) = (await _database.AddSensorAsync("clock was wrong"), await _database.AddSensorAsync("live"));
        const long LongAgo = 946_900_000; // 2000-01-03
        await _database.InsertMeasuresAsync(old, [new(LongAgo, 100, false), new(LongAgo + 8, 100, false), new(Start, 100, false), new(Start + 8, 100, false)]);
        await _database.InsertMeasuresAsync(live, [new(Start, 100, false), new(Start + 8, 100, false)]);
        await _rollup.ClaimAsync(None);
        (await RowsAsync(live, EnergyTier.Hours))[Start].Covered.ShouldBe(8);
        (await RowsAsync(old, EnergyTier.Hours))[Start].Covered.ShouldBe(8); // the newest first
        var claims = 1;
        while (await _rollup.ClaimAsync(None) is not null) claims++;
        claims.ShouldBeLessThan(6);
        (await RowsAsync(old, EnergyTier.Hours)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Several_processors_share_the_work_and_agree()
    {
        var sensors = new List<int>();
        for (var i = 0; i < 5; i++) sensors.Add(await _database.AddSensorAsync($"shared {i}"));
        var samples = RandomSamples(9, 300);
        var workers = Enumerable.Range(0, 4).Select(_ => new EnergyRollup(_database.Processor)).ToList();
        using var stop = new CancellationTokenSource();
        var working = workers.Select(async worker =>
        {
            while (!stop.IsCancellationRequested) await worker.ClaimAsync(None);
        }).ToList();
        foreach (var batch in samples.Chunk(20))
            await Task.WhenAll(sensors.Select(sensor => _database.InsertMeasuresAsync(sensor, batch)));
        await stop.CancelAsync();
        await Task.WhenAll(working);
        await DrainAsync();
        foreach (var sensor in sensors) await ShouldBeRightAsync(sensor, samples);
    }

    [Fact]
    public async Task Work_for_a_sensor_that_was_removed_is_forgotten()
    {
        var sensor = await _database.AddSensorAsync("removed");
        await _database.InsertMeasuresAsync(sensor, RandomSamples(10, 10));
        await _database.Owner.ExecuteAsync("delete from sensors where id = $1", sensor);
        await DrainAsync();
        (await _database.Web.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", sensor)).ShouldBe(0);
    }
}
