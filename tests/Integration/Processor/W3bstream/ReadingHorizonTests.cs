using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Integration.Processor.W3bstream.ReadingHouse;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

/// <summary>How far back readings are made, and what a clock that is wrong does to it.</summary>
public sealed class ReadingHorizonTests : IAsyncLifetime
{
    private ReadingHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await ReadingHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    private void SetClock(double seconds) => _house.Time.SetWallClock(UnixMicroseconds.ToInstant(Start + (long)(seconds * Second)).ToDateTimeOffset());

    /// <summary>Lets the look of each minute come.</summary>
    private async Task LookAsync(int count)
    {
        await Eventually.BecomesTrueAsync($"{count} windows", async () =>
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            return (await _house.RowsAsync()).Count >= count;
        });
        (await _house.RowsAsync()).Count.ShouldBe(count);
    }

    [Fact]
    public async Task Nothing_is_made_of_the_time_before_forwarding_began()
    {
        var sensor = await _house.AddSensorAsync();
        await _house.InsertAsync(sensor, Line(0, 60));
        SetClock(60);
        await using var part = _house.StartPart(await _house.ForwardAsync(since: Start + 33 * Second));
        await _house.ShouldMakeAsync(35, 40, 45, 50, 55);
    }

    [Fact]
    public async Task Nothing_is_made_of_the_time_in_which_forwarding_was_off()
    {
        var sensor = await _house.AddSensorAsync();
        await _house.InsertAsync(sensor, Line(0, 100));
        SetClock(20);
        await using (_house.StartPart(await _house.ForwardAsync(since: Start))) await _house.ShouldMakeAsync(0, 5, 10, 15);
        await _house.Database.Owner.ExecuteAsync("update w3bstream_settings set token = ''");
        (await _house.Database.Owner.ScalarAsync<DateTime?>("select forwards_since from w3bstream_status")).ShouldBeNull();
        SetClock(100);
        await using (_house.StartPart(await _house.ForwardAsync(since: Start + 90 * Second))) await _house.ShouldMakeAsync(0, 5, 10, 15, 90, 95);
    }

    [Fact]
    public async Task The_database_notes_when_forwarding_is_switched_on()
    {
        await _house.Database.Web.ExecuteAsync("update w3bstream_settings set publish_url = 'http://w3b.example/x', token = 'protected:x'");
        (await _house.Database.Owner.ScalarAsync<bool>("select clock_timestamp() - forwards_since between interval '0' and interval '1 minute' from w3bstream_status"))
            .ShouldBeTrue();
        await _house.Database.Owner.ExecuteAsync("update w3bstream_status set forwards_since = $1", At(Start));
        await _house.Database.Web.ExecuteAsync("update w3bstream_settings set publish_url = 'http://other.example/', window_s = 9");
        (await _house.Database.Owner.ScalarAsync<DateTime>("select forwards_since from w3bstream_status")).ShouldBe(At(Start));
    }

    [Fact]
    public async Task A_beginning_in_the_future_is_taken_back_to_now()
    {
        var sensor = await _house.AddSensorAsync();
        await _house.InsertAsync(sensor, Line(0, 60));
        SetClock(30);
        await using var part = _house.StartPart(await _house.ForwardAsync(since: Start + 800_000_000 * Second));
        await Eventually.BecomesTrueAsync("the beginning is now", async () =>
            await _house.Database.Owner.ScalarAsync<DateTime>("select forwards_since from w3bstream_status") <= At(Start + 40 * Second));
        _house.Time.Advance(TimeSpan.FromSeconds(30));
        await _house.InsertAsync(sensor, Line(61, 61));
        await _house.ShouldMakeAsync(30, 35, 40, 45, 50, 55);
    }

    [Fact]
    public async Task Nothing_older_than_a_message_may_be_is_made_and_a_longer_horizon_makes_nothing_twice()
    {
        var sensor = await _house.AddSensorAsync();
        await _house.InsertAsync(sensor, [.. Line(0, 20), .. Line(50, 70), .. Line(200, 300)]);
        SetClock(100);
        await using (_house.StartPart(await _house.ForwardAsync(set: "max_age_s = 100"))) await _house.ShouldMakeAsync(0, 5, 10, 15, 50, 55, 60, 65);
        SetClock(300);
        await using (_house.StartPart(await _house.ForwardAsync(set: "max_age_s = 60")))
        {
            await _house.ShouldMakeAsync(0, 5, 10, 15, 50, 55, 60, 65, 240, 245, 250, 255, 260, 265, 270, 275, 280, 285, 290, 295);
            await Eventually.BecomesTrueAsync("old spans are one", async () => (await _house.SpansAsync()).Count == 2);
        }

        (await _house.SpansAsync()).ShouldBe([(0, 70), (240, 300)]);
        await _house.TakeAsync();
        await using (_house.StartPart(await _house.ForwardAsync(set: "max_age_s = 10000")))
            await _house.ShouldMakeAsync(200, 205, 210, 215, 220, 225, 230, 235);
    }

    [Fact]
    public async Task A_clock_that_steps_back_makes_no_window_twice_and_skips_none()
    {
        var sensor = await _house.AddSensorAsync();
        await _house.InsertAsync(sensor, Line(0, 60));
        SetClock(60);
        await using var part = _house.StartPart(await _house.ForwardAsync(since: Start));
        await _house.ShouldMakeAsync(0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55);
        SetClock(30);
        await _house.InsertAsync(sensor, Line(30.5, 59.5));
        await LookAsync(12);
        SetClock(59);
        _house.Time.Advance(TimeSpan.FromSeconds(6));
        await _house.InsertAsync(sensor, Line(61, 65));
        await LookAsync(13);
        (await _house.SpansAsync()).ShouldBe([(0, 65)]);
    }

    [Fact]
    public async Task A_clock_far_ahead_drops_no_window_for_good_and_makes_none_twice()
    {
        var sensor = await _house.AddSensorAsync();
        await _house.InsertAsync(sensor, [.. Line(0, 20), .. Line(40, 60)]);
        SetClock(60);
        await using var part = _house.StartPart(await _house.ForwardAsync(since: Start));
        await _house.ShouldMakeAsync(0, 5, 10, 15, 40, 45, 50, 55);
        await _house.TakeAsync();

        SetClock(700_000_000);
        for (var i = 0; i < 5; i++) _house.Time.Advance(TimeSpan.FromMinutes(1));
        await _house.InsertAsync(sensor, Line(61, 80));
        for (var i = 0; i < 5; i++) _house.Time.Advance(TimeSpan.FromMinutes(1));
        (await _house.RowsAsync()).ShouldBeEmpty();

        // Right again: what came meanwhile, and what comes late, is made.
        SetClock(80);
        await LookAsync(4);
        (await _house.StartsAsync()).ShouldBe([60, 65, 70, 75]);
        await _house.InsertAsync(sensor, Line(21, 39));
        await _house.ShouldMakeAsync(60, 65, 70, 75, 20, 25, 30, 35);
        (await _house.SpansAsync()).ShouldBe([(0, 80)]);
    }

    [Fact]
    public async Task A_sample_from_the_far_future_hurries_nothing()
    {
        var sensor = await _house.AddSensorAsync();
        await _house.InsertAsync(sensor, [.. Line(0, 7), .. Line(700_000_000, 700_000_000)]);
        SetClock(8);
        await using var part = _house.StartPart(await _house.ForwardAsync(since: Start));
        await _house.ShouldMakeAsync(0);
        _house.Time.Advance(TimeSpan.FromSeconds(2.5));
        await _house.InsertAsync(sensor, Line(8, 10));
        await _house.ShouldMakeAsync(0, 5);
        (await _house.RowsAsync())[1].CoveredSeconds.ShouldBe(5);
    }
}
