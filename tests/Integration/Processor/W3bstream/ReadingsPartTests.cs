using System.Globalization;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Integration.Processor.W3bstream.ReadingHouse;

namespace PowerMeter.Tests.Integration.Processor.W3bstream;

public sealed class ReadingsPartTests : IAsyncLifetime
{
    private ReadingHouse _house = null!;

    public async ValueTask InitializeAsync() => _house = await ReadingHouse.CreateAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    private void AdvanceTo(double seconds) => _house.Time.Advance(TimeSpan.FromMicroseconds(Start + (long)(seconds * Second) - _house.Now));

    private Task ShouldMakeAsync(params long[] starts) => _house.ShouldMakeAsync(starts);

    [Fact]
    public async Task A_live_window_is_made_by_the_first_sample_at_its_end()
    {
        var sensor = await _house.AddSensorAsync();
        await using var part = _house.StartPart(await _house.ForwardAsync());
        AdvanceTo(4);
        await _house.InsertAsync(sensor, Line(0, 4));
        AdvanceTo(5);
        await _house.InsertAsync(sensor, Line(5, 5));
        await ShouldMakeAsync(0);
        AdvanceTo(10.2);
        await _house.InsertAsync(sensor, Line(6, 10));
        await ShouldMakeAsync(0, 5);
        (await _house.RowsAsync()).ShouldAllBe(row => row.Watts == 100 && row.CoveredSeconds == 5);
    }

    [Fact]
    public async Task A_slow_sensor_gives_all_its_windows_with_the_sample_that_ends_them()
    {
        var sensor = await _house.AddSensorAsync(60, 300);
        await _house.InsertAsync(sensor, Line(0, 0));
        await using var part = _house.StartPart(await _house.ForwardAsync(set: "window_s = 20"));
        AdvanceTo(60);
        await _house.InsertAsync(sensor, Line(60, 60));
        var first = 20 - Start / Second % 20;
        await ShouldMakeAsync([.. Enumerable.Range(0, 3).Select(i => first % 20 + i * 20L).Where(start => start + 20 <= 60)]);
    }

    [Fact]
    public async Task A_sensor_that_falls_silent_leaves_a_window_that_is_partly_covered()
    {
        var sensor = await _house.AddSensorAsync(maxGapSeconds: 10);
        AdvanceTo(7);
        await _house.InsertAsync(sensor, Line(0, 7));
        await using var part = _house.StartPart(await _house.ForwardAsync());
        await ShouldMakeAsync(0);
        AdvanceTo(20.5);
        await ShouldMakeAsync(0, 5);
        (await _house.RowsAsync())[1].CoveredSeconds.ShouldBe(2);
    }

    [Fact]
    public async Task Late_samples_are_made_into_readings_the_oldest_first_and_what_was_made_stays()
    {
        var sensor = await _house.AddSensorAsync();
        AdvanceTo(100);
        await _house.InsertAsync(sensor, [.. Line(0, 20), .. Line(70, 100)]);
        await using var part = _house.StartPart(await _house.ForwardAsync());
        await ShouldMakeAsync(0, 5, 10, 15, 70, 75, 80, 85, 90, 95);
        await _house.InsertAsync(sensor, Line(21, 69));
        await ShouldMakeAsync(0, 5, 10, 15, 70, 75, 80, 85, 90, 95, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65);
        (await _house.SpansAsync()).ShouldBe([(0, 100)]);
    }

    [Fact]
    public async Task A_sum_waits_for_the_sensor_that_is_silent_and_is_made_when_its_samples_come()
    {
        var (a, b) = (await _house.AddSensorAsync(), await _house.AddSensorAsync());
        AdvanceTo(60);
        await _house.InsertAsync(a, Line(0, 60));
        await _house.InsertAsync(b, Line(0, 10));
        await using var part = _house.StartPart(await _house.ForwardAsync(set: $"sensors = '{{{a},{b}}}'"));
        await ShouldMakeAsync(0, 5);
        await _house.InsertAsync(b, Line(30, 60, watts: 1));
        // From 50 s on it was still waited for: that is live, and goes first.
        await ShouldMakeAsync(0, 5, 50, 55, 30, 35, 40, 45);
        (await _house.RowsAsync())[^1].Watts.ShouldBe(101);
        await _house.InsertAsync(b, Line(11, 29));
        await ShouldMakeAsync(0, 5, 50, 55, 30, 35, 40, 45, 10, 15, 20, 25);
        (await _house.RowsAsync()).ShouldAllBe(row => row.Stream == $"{a}+{b}");
    }

    [Fact]
    public async Task Without_a_choice_the_first_sensor_that_is_not_paused_is_read()
    {
        var (paused, running) = (await _house.AddSensorAsync(), await _house.AddSensorAsync());
        await _house.Database.Owner.ExecuteAsync("update sensors set enabled = false where id = $1", paused);
        AdvanceTo(12);
        await _house.InsertAsync(running, Line(0, 12));
        await using var part = _house.StartPart(await _house.ForwardAsync());
        await ShouldMakeAsync(0, 5);
        (await _house.RowsAsync())[0].Stream.ShouldBe($"{running}");
    }

    [Fact]
    public async Task A_chosen_sensor_that_is_paused_stays_chosen()
    {
        var (running, paused) = (await _house.AddSensorAsync(), await _house.AddSensorAsync());
        await _house.Database.Owner.ExecuteAsync("update sensors set enabled = false where id = $1", paused);
        AdvanceTo(30);
        await _house.InsertAsync(running, Line(0, 30));
        await _house.InsertAsync(paused, Line(0, 15, watts: 1));
        await using var part = _house.StartPart(await _house.ForwardAsync(set: $"sensors = '{{{running},{paused}}}'"));
        await ShouldMakeAsync(0, 5, 10);
        (await _house.RowsAsync()).ShouldAllBe(row => row.Watts == 101);
        (await _house.FaultAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task A_chosen_sensor_that_is_retired_stops_the_readings_which_never_are_of_less_than_what_was_chosen()
    {
        var house = await _house.AddSensorAsync();
        var attic = await _house.AddSensorAsync(name: "attic");
        foreach (var sensor in (int[])[house, attic]) await _house.InsertAsync(sensor, Line(0, 5));
        await _house.Database.Owner.ExecuteAsync("update sensors set enabled = false, retired_at = now() where id = $1", attic);
        AdvanceTo(20);
        var both = await _house.ForwardAsync(set: $"sensors = '{{{house},{attic}}}'");
        await using (_house.StartPart(both))
        {
            await Eventually.BecomesTrueAsync("it is said", async () => await _house.FaultAsync() is not null);
            (await _house.FaultAsync()).ShouldBe(
                "No readings are made: of the sensors that were chosen, attic is retired. Choose without it, or bring it back: a sum without it would be too low.");
            var said = Sentence.Read(await _house.Database.Owner.ScalarAsync<string>("select fault_said::text from w3bstream_status"));
            said!.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldStartWith("Aucun relevé n’est produit\u00a0: parmi les capteurs choisis, attic est retiré.");
            (await _house.RowsAsync()).ShouldBeEmpty();
        }

        await _house.Database.Owner.ExecuteAsync("update sensors set enabled = true, retired_at = null where id = $1", attic);
        await using var again = _house.StartPart(both);
        await ShouldMakeAsync(0);
        (await _house.RowsAsync())[0].Watts.ShouldBe(200);
    }

    [Fact]
    public async Task A_chosen_sensor_that_is_removed_is_said()
    {
        var sensor = await _house.AddSensorAsync();
        await using var part = _house.StartPart(await _house.ForwardAsync(set: $"sensors = '{{{sensor},{sensor + 1}}}'"));
        await Eventually.BecomesTrueAsync("the fault", async () => await _house.FaultAsync() is not null);
        (await _house.FaultAsync())!.ShouldContain("removed");
    }

    [Fact]
    public async Task A_deleted_sample_changes_nothing_that_was_made_and_holds_up_nothing_that_follows()
    {
        var sensor = await _house.AddSensorAsync();
        AdvanceTo(12);
        await _house.InsertAsync(sensor, Line(0, 12));
        await using var part = _house.StartPart(await _house.ForwardAsync());
        await ShouldMakeAsync(0, 5);
        await _house.Database.DeleteMeasuresAsync(sensor, [Start / Second + 3, Start / Second + 12]);
        AdvanceTo(15);
        await _house.InsertAsync(sensor, Line(15, 15));
        await ShouldMakeAsync(0, 5, 10);
        await _house.InsertAsync(sensor, Line(3, 3, watts: 9000));
        AdvanceTo(20);
        await _house.InsertAsync(sensor, Line(20, 20));
        await ShouldMakeAsync(0, 5, 10, 15);
        (await _house.RowsAsync())[0].Watts.ShouldBe(100);
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_is_said_tried_again_and_nothing_is_lost()
    {
        var sensor = await _house.AddSensorAsync();
        var tries = 0;
        _house.Messages.Before = _ =>
        {
            tries++;
            throw new SettingException("The key is closed.");
        };
        AdvanceTo(12);
        await _house.InsertAsync(sensor, Line(0, 12));
        await using var part = _house.StartPart(await _house.ForwardAsync());
        await Eventually.BecomesTrueAsync("the fault", async () => await _house.FaultAsync() == "The key is closed.");
        AdvanceTo(41);
        tries.ShouldBe(1);
        _house.Messages.Before = _ => { };
        await Eventually.BecomesTrueAsync("tried again", async () =>
        {
            _house.Time.Advance(TimeSpan.FromSeconds(1));
            return (await _house.RowsAsync()).Count == 3;
        });
        (await _house.StartsAsync()).ShouldBe([0, 5, 10]);
        await Eventually.BecomesTrueAsync("no fault", async () => await _house.FaultAsync() is null);
    }

    [Fact]
    public async Task The_outbox_signal_rings_when_there_is_something_to_send()
    {
        await _house.Outbox.WaitAsync(TimeSpan.Zero, CancellationToken.None);
        var sensor = await _house.AddSensorAsync();
        await using var part = _house.StartPart(await _house.ForwardAsync());
        var rung = _house.Outbox.WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        AdvanceTo(5);
        await _house.InsertAsync(sensor, Line(0, 5));
        await rung.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System);
        (await _house.StartsAsync()).ShouldBe([0]);
    }

    [Fact]
    public async Task Settings_that_change_go_on_where_the_others_ended()
    {
        var sensor = await _house.AddSensorAsync();
        AdvanceTo(31);
        await _house.InsertAsync(sensor, Line(0, 31));
        await using (_house.StartPart(await _house.ForwardAsync())) await ShouldMakeAsync(0, 5, 10, 15, 20, 25);
        AdvanceTo(62);
        await _house.InsertAsync(sensor, Line(32, 62));
        await using (_house.StartPart(await _house.ForwardAsync(set: "window_s = 10"))) await ShouldMakeAsync(0, 5, 10, 15, 20, 25, 30, 40, 50);
        var other = await _house.AddSensorAsync();
        AdvanceTo(80);
        await _house.InsertAsync(other, Line(0, 80));
        await using (_house.StartPart(await _house.ForwardAsync(set: $"sensors = '{{{other}}}'"))) await ShouldMakeAsync(0, 5, 10, 15, 20, 25, 30, 40, 50, 60, 70);
        (await _house.RowsAsync()).Skip(9).ShouldAllBe(row => row.Stream == $"{other}");
    }
}
