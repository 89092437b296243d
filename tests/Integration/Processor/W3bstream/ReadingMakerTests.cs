using Npgsql;
using PowerMeter.Processor.W3bstream;
using PowerMeter.Processor.W3bstream.Readings;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Integration.Processor.W3bstream.ReadingHouse;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

public sealed class ReadingMakerTests : IAsyncLifetime
{
    private ReadingHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await ReadingHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    private async Task<ReadingBatch> MakeAsync(double from, double until, double now, string? set, params ReadSensor[] sensors) =>
        await _house.Maker.MakeAsync(
            new Stretch(Start + (long)(from * Second), Start + (long)(until * Second)), sensors, Start + (long)(now * Second),
            await _house.ForwardAsync(set: set), CancellationToken.None);

    [Fact]
    public async Task A_window_is_a_row_of_the_outbox_a_span_and_tokens()
    {
        var (a, b) = (await _house.AddReadSensorAsync(Line(0, 40, watts: 1.5)), await _house.AddReadSensorAsync(Line(0.5, 40, watts: 1)));
        var batch = await MakeAsync(0, 10, 40, "profile = 'task', project_id = '7'", a, b);
        batch.Windows.ShouldBe(2);
        var rows = await _house.RowsAsync();
        rows.Select(row => (row.Stream, row.Start, row.End, row.Watts, row.CoveredSeconds, row.Profile, row.State)).ShouldBe([
            ($"{a.Id}+{b.Id}", Start, Start + 5 * Second, 2.5, 4.5, "task", "waiting"),
            ($"{a.Id}+{b.Id}", Start + 5 * Second, Start + 10 * Second, 2.5, 5, "task", "waiting"),
        ]);
        rows.Select(row => row.Body).ShouldBe([FakeMessages.BodyOf(Start, 2.5), FakeMessages.BodyOf(Start + 5 * Second, 2.5)]);
        rows.Select(row => row.EventId).Distinct().Count().ShouldBe(2);
        (await _house.SpansAsync()).ShouldBe([(0, 10)]);
        (await _house.RewardsAsync()).ShouldBe([(10 * 9.5 / 3600, 9.5)]);
    }

    [Theory]
    [InlineData(1, 0.5)]
    [InlineData(2, 8)]
    [InlineData(3, 60)]
    public async Task Agrees_with_the_slow_reference(int seed, double period)
    {
        var random = new Random(seed);
        var sensors = new List<(ReadSensor Sensor, ReferenceWindows.Sensor Reference)>();
        for (var i = 0; i < 2; i++)
        {
            var samples = Line(-300 - i, 900, period).Where(_ => random.Next(10) > 1).Select(sample => (sample.Time, random.Next(-5000, 20000) / 10.0)).ToList();
            sensors.Add((await _house.AddReadSensorAsync(samples, 3 * period), new ReferenceWindows.Sensor(samples, (long)(3 * period * Second))));
        }

        await MakeAsync(3, 897, 1200, null, [.. sensors.Select(sensor => sensor.Sensor)]);
        var expected = ReferenceWindows.All([.. sensors.Select(sensor => sensor.Reference)], Start + 3 * Second, Start + 897 * Second, 5 * Second);
        expected.Count.ShouldBeGreaterThan(20);
        var rows = await _house.RowsAsync();
        rows.Select(row => row.Start).ShouldBe(expected.Keys.Order());
        foreach (var row in rows)
        {
            row.Watts.ShouldBe(expected[row.Start].Watts, 1e-7);
            row.CoveredSeconds.ShouldBe(expected[row.Start].Covered / (double)Second);
        }
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_makes_nothing()
    {
        var sensor = await _house.AddReadSensorAsync(Line(0, 60));
        _house.Messages.Before = reading => _ = reading.Start == Start + 20 * Second ? throw new SettingException("the key is closed") : 0;
        (await Should.ThrowAsync<SettingException>(() => MakeAsync(0, 60, 60, null, sensor))).Message.ShouldBe("the key is closed");
        (await _house.RowsAsync()).ShouldBeEmpty();
        (await _house.SpansAsync()).ShouldBeEmpty();
        (await _house.RewardsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_ends_among_the_messages_makes_nothing()
    {
        var sensor = await _house.AddReadSensorAsync(Line(0, 60));
        _house.Messages.Before = reading => _ = reading.Start == Start + 20 * Second ? _house.KillSessionsAsync().GetAwaiter().GetResult() : 0;
        await Should.ThrowAsync<NpgsqlException>(() => MakeAsync(0, 60, 60, null, sensor));
        (await _house.RowsAsync()).ShouldBeEmpty();
        (await _house.SpansAsync()).ShouldBeEmpty();
        _house.Messages.Before = _ => { };
        (await MakeAsync(0, 60, 60, null, sensor)).Windows.ShouldBe(12);
        (await _house.RewardsAsync()).Single().Covered.ShouldBe(60);
    }

    [Fact]
    public async Task A_reading_of_zero_is_left_out_when_the_settings_say_so_and_never_made_later()
    {
        var sensor = await _house.AddReadSensorAsync([.. Line(0, 20, watts: 0), .. Line(21, 60)]);
        (await MakeAsync(0, 30, 60, "skip_zero = true", sensor)).Messages.ShouldBe(2);
        (await _house.StartsAsync()).ShouldBe([20, 25]);
        (await _house.SpansAsync()).ShouldBe([(0, 30)]);
        (await _house.RewardsAsync()).ShouldBe([(0, 10)]);
        (await MakeAsync(0, 30, 60, "skip_zero = false", sensor)).Windows.ShouldBe(0);
    }

    [Fact]
    public async Task A_reading_of_zero_is_sent_by_default()
    {
        (await MakeAsync(0, 10, 60, null, await _house.AddReadSensorAsync(Line(0, 60, watts: 0)))).Messages.ShouldBe(2);
        (await _house.RewardsAsync()).Single().Tokens.ShouldBe(10 * 10 / 3600.0, 1e-12);
    }

    [Fact]
    public async Task A_reading_that_can_never_be_signed_is_counted_and_holds_nothing_up()
    {
        var sensor = await _house.AddReadSensorAsync([.. Line(0, 9, watts: -5), .. Line(10, 60)]);
        _house.Messages.Before = reading => _ = reading.Watts < 0 ? throw new UnsignableReadingException($"{reading.Watts} W has no sign") : 0;
        var batch = await MakeAsync(0, 30, 60, null, sensor);
        batch.Unsignable[0].ShouldBe("-5 W has no sign");
        (await _house.StartsAsync()).ShouldBe([5, 10, 15, 20, 25]);
        (await _house.SpansAsync()).ShouldBe([(0, 30)]);
        (await _house.RewardsAsync()).Single().Covered.ShouldBe(25);
        (await _house.Database.Web.QueryAsync("select failed, last_answer from w3bstream_status", row => (row.GetInt64(0), row.GetString(1))))
            .Single().ShouldBe((1, "-5 W has no sign"));
    }

    [Fact]
    public async Task Two_makers_at_once_make_each_window_once()
    {
        var sensor = await _house.AddReadSensorAsync(Line(0, 3000));
        var settings = await _house.ForwardAsync();
        var spans = Enumerable.Range(0, 40).Select(i => new Stretch(Start + i * 60 * Second, Start + (i * 60 + 180) * Second)).ToArray();
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(async seed =>
        {
            var mine = spans.ToArray();
            new Random(seed).Shuffle(mine);
            var windows = 0;
            foreach (var span in mine)
            {
                windows += (await _house.Maker.MakeAsync(span, [sensor], Start + 3000 * Second, settings, CancellationToken.None)).Windows;
                await _house.TakeAsync();
            }

            return windows;
        }));
        made.Sum().ShouldBe(2520 / 5);
        (await _house.SpansAsync()).ShouldBe([(0, 2520)]);
        (await _house.RewardsAsync()).Sum(quarter => quarter.Covered).ShouldBe(2520, 1e-6);
    }

    [Fact]
    public async Task A_window_of_another_length_never_overlaps_what_was_made()
    {
        var sensor = await _house.AddReadSensorAsync(Line(0, 100));
        await MakeAsync(0, 30, 100, null, sensor);
        await MakeAsync(0, 60, 100, "window_s = 7", sensor);
        var rows = await _house.RowsAsync();
        var (first, length) = (rows[6].Start, 7 * Second);
        first.ShouldBeGreaterThanOrEqualTo(Start + 30 * Second);
        (first % length).ShouldBe(0);
        rows.Skip(6).ShouldAllBe(row => row.End - row.Start == length);
        rows.Zip(rows.Skip(1)).ShouldAllBe(pair => pair.First.End <= pair.Second.Start);
    }

    [Fact]
    public async Task Spans_that_were_apart_become_one()
    {
        var sensor = await _house.AddReadSensorAsync(Line(0, 100));
        await MakeAsync(0, 10, 100, null, sensor);
        await MakeAsync(20, 30, 100, null, sensor);
        (await _house.SpansAsync()).ShouldBe([(0, 10), (20, 30)]);
        await MakeAsync(0, 40, 100, null, sensor);
        (await _house.SpansAsync()).ShouldBe([(0, 40)]);
        (await _house.StartsAsync()).ShouldBe([0, 5, 20, 25, 10, 15, 30, 35]);
    }

    [Fact]
    public async Task Samples_of_the_future_are_not_read()
    {
        var sensor = await _house.AddReadSensorAsync(Line(0, 100));
        var batch = await MakeAsync(0, 100, 42, null, sensor);
        batch.Windows.ShouldBe(8);
        batch.Newest.ShouldBe([Start + 42 * Second]);
    }

    [Fact]
    public async Task Those_past_the_horizon_become_one_span_and_none_of_it_is_made_again()
    {
        var sensor = await _house.AddReadSensorAsync(Line(0, 100));
        await MakeAsync(0, 10, 100, null, sensor);
        await MakeAsync(20, 30, 100, null, sensor);
        await MakeAsync(40, 50, 100, null, sensor);
        await MakeAsync(60, 70, 100, null, sensor);
        await using (var connection = await _house.Database.Processor.OpenConnectionAsync())
            await MadeSpans.FoldAsync(connection, Start + 55 * Second, CancellationToken.None);
        (await _house.SpansAsync()).ShouldBe([(0, 50), (60, 70)]);
        await MakeAsync(0, 100, 100, null, sensor);
        (await _house.StartsAsync()).Skip(8).ShouldBe([50, 55, 70, 75, 80, 85, 90, 95]);
    }
}
