using System.Diagnostics;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Integration.Processor.W3bstream.ReadingHouse;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

public sealed class ReadingCostTests : IAsyncLifetime
{
    private ReadingHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await ReadingHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task A_live_window_takes_few_statements_and_a_sample_within_it_none()
    {
        var sensor = await _house.AddSensorAsync();
        await using var part = _house.StartPart(await _house.ForwardAsync());
        await LiveAsync(sensor, 1, 10);
        await _house.ShouldMakeAsync(0, 5);

        var statements = 0;
        using var counter = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                var tags = activity.TagObjects.ToDictionary(tag => tag.Key, tag => tag.Value as string);
                var text = tags.GetValueOrDefault("db.query.text") ?? tags.GetValueOrDefault("db.statement") ?? "";
                // Those of the part: the test's own say otherwise.
                var ours = tags.ContainsValue(_house.Database.Name) && !text.Contains("insert into measures", StringComparison.Ordinal)
                    && !text.Contains("ensure_measure_partitions", StringComparison.Ordinal) && !text.Contains("event_id, body, state", StringComparison.Ordinal);
                if (ours && text.Length > 0) Interlocked.Increment(ref statements);
            },
        };
        ActivitySource.AddActivityListener(counter);
        await LiveAsync(sensor, 11, 30);
        await _house.ShouldMakeAsync(0, 5, 10, 15, 20, 25);
        // Lock, spans, samples; spans, outbox, rewards: for four windows.
        statements.ShouldBeInRange(4 * 3, 4 * 7);
    }

    [Fact]
    public async Task A_day_that_was_not_made_is_made_at_once()
    {
        var sensor = await _house.AddSensorAsync(8, 60);
        await _house.InsertAsync(sensor, Line(0, 86_400, 8));
        _house.Time.Advance(TimeSpan.FromDays(1));
        await using var part = _house.StartPart(await _house.ForwardAsync());
        await _house.ShouldMakeAsync([.. Enumerable.Range(0, 17_280).Select(i => i * 5L)]);
        (await _house.SpansAsync()).ShouldBe([(0, 86_400)]);
        (await _house.Database.Owner.ScalarAsync<long>("select count(*) from reward_quarters where covered_s = 900")).ShouldBe(96);
    }

    private async Task LiveAsync(int sensor, int from, int until)
    {
        if (from == 1) await _house.InsertAsync(sensor, Line(0, 0));
        for (var second = from; second <= until; second++)
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            await _house.InsertAsync(sensor, Line(second, second));
            // One at a time, as they come.
            if (second % 5 == 0) await _house.ShouldMakeAsync([.. Enumerable.Range(0, second / 5).Select(i => i * 5L)]);
        }
    }
}
