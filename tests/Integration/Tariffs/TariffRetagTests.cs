using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Tariffs;

/// <summary>A change of the tariffs that reaches into the past, from the request to the last roll-up.</summary>
public sealed class TariffRetagTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 10, 16, 3, 7, 11);
    private static readonly Instant End = Instant.FromUtc(2026, 11, 3, 21, 40);

    private static readonly (string, string)[] Old = [("2020-01-01", "22:30-06:30")];

    private static readonly (string, string)[] New =
        [("2020-01-01", "22:30-06:30"), ("2026-10-20", "22:00-06:00"), ("2026-10-24", "01:30-02:45; 12:00-14:00"), ("2026-10-30", "mon-fri 12:00-14:00; sat,sun 00:00-24:00")];

    private static async Task<int[]> FillAsync(TariffHouse house, int step = 55)
    {
        int[] sensors = [await house.Database.AddSensorAsync("one", step), await house.Database.AddSensorAsync("two", step * 2), await house.Database.AddSensorAsync("none")];
        await house.AddSamplesAsync(sensors[0], Start, End, step, 1);
        await house.AddSamplesAsync(sensors[1], Start, End, step * 2, 2);
        await house.DrainAsync();
        return sensors;
    }

    [Fact]
    public async Task All_is_as_if_the_contracts_had_always_been_so()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        await FillAsync(house);
        (await house.ChangeAsync(New)).Result.ShouldBe(TariffResult.Accepted);
        (await house.RetagAsync())!.Value.ShouldBeGreaterThan(1000);
        (await house.QueuedAsync()).ShouldBe(0, "what the change itself queued is done");

        await using var expected = await TariffHouse.CreateAsync(New);
        await FillAsync(expected);
        await house.ShouldEqualAsync(expected);
    }

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("America/St_Johns")]
    [InlineData("Pacific/Chatham")]
    public async Task So_it_is_for_another_time_zone(string zone)
    {
        await using var house = await TariffHouse.CreateAsync(New);
        await FillAsync(house, 300);
        (await house.ChangeZoneAsync(zone)).Result.ShouldBe(TariffResult.Accepted);
        (await house.CalendarAsync()).Zone.Id.ShouldBe("Europe/Paris", "the old zone holds until it is done");
        await house.RetagAsync();
        (await house.CalendarAsync()).Zone.Id.ShouldBe(zone);

        await using var expected = await TariffHouse.CreateAsync(New);
        (await expected.ChangeZoneAsync(zone)).Result.ShouldBe(TariffResult.Applied, "nothing is recorded yet");
        await FillAsync(expected, 300);
        await house.ShouldEqualAsync(expected);
    }

    [Fact]
    public async Task Only_what_changes_is_written()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        await FillAsync(house);
        var (tags, minutes, hours) = (await house.TagsAsync(), await house.RowsAsync(EnergyTier.Minutes), await house.RowsAsync(EnergyTier.Hours));
        await house.ChangeAsync(New);
        var samples = await house.RetagAsync();

        var pairs = tags.Zip(await house.TagsAsync()).ToList();
        pairs.Count(pair => pair.First.Night != pair.Second.Night).ShouldBe((int)samples!.Value);
        pairs.ShouldAllBe(pair => (pair.First.Night == pair.Second.Night) == (pair.First.Xmin == pair.Second.Xmin));
        foreach (var (before, tier) in new[] { (minutes, EnergyTier.Minutes), (hours, EnergyTier.Hours) })
        {
            var rows = before.Zip(await house.RowsAsync(tier)).ToList();
            rows.ShouldContain(pair => pair.First.Xmin == pair.Second.Xmin);
            rows.ShouldContain(pair => pair.First.Xmin != pair.Second.Xmin);
            rows.ShouldAllBe(pair => pair.First.Xmin == pair.Second.Xmin || (pair.First.Day != pair.Second.Day && pair.First.Night != pair.Second.Night));
        }
    }

    [Fact]
    public async Task An_explicit_tag_stays_outside_of_the_span_and_goes_within()
    {
        await using var house = await TariffHouse.CreateAsync(("2020-01-01", ""));
        var sensor = await house.Database.AddSensorAsync("explicit");
        var noon = Instant.FromUtc(2026, 6, 1, 10, 0).ToUnixTimeSeconds();
        // By hand: night at noon, night an hour later.
        await house.Database.InsertMeasuresAsync(sensor, [new(noon, 1, true), new(noon + 10, 1, false), new(noon + 3600, 1, true)]);
        await house.ChangeAsync(("2020-01-01", "12:00-12:30"));
        (await house.RetagAsync()).ShouldBe(1);
        (await house.TagsAsync()).Select(row => row.Night).ShouldBe([true, true, true]);
        await house.ChangeAsync(("2020-01-01", ""));
        await house.RetagAsync();
        (await house.TagsAsync()).Select(row => row.Night).ShouldBe([false, false, true]);
    }

    [Fact]
    public async Task Live_roll_ups_go_on_while_tags_are_updated_and_what_arrives_meanwhile_ends_right()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        var sensors = await FillAsync(house);
        var old = await house.CalendarAsync();
        await house.ChangeAsync(New);

        // As a Receiver and a pusher write that know the old calendar only: new samples, and late ones amid the others.
        var late = Enumerable.Range(0, 300).Select(i => (Start + Duration.FromDays(5)).ToUnixTimeSeconds() + i * 600 + 1)
            .Concat(Enumerable.Range(0, 50).Select(i => End.ToUnixTimeSeconds() + 100 + i * 55L))
            .Select(second => new TaggedSample(second, 777, old.TariffAt(Instant.FromUnixTimeSeconds(second)) == Tariff.Night)).ToList();
        await house.RetagAsync(async () =>
        {
            await house.Database.InsertMeasuresAsync(sensors[0], late);
            await house.Database.InsertMeasuresAsync(sensors[2], late);
            await house.DrainAsync();
            (await house.RowsAsync(EnergyTier.Minutes)).Last(row => row.Sensor == sensors[0]).Start
                .ShouldBe(DateTime.UnixEpoch.AddSeconds(late[^1].Second / 60 * 60), "its roll-up did not wait for the change");
        });
        await house.FollowUpAsync();
        await house.DrainAsync();

        await using var expected = await TariffHouse.CreateAsync(New);
        await FillAsync(expected);
        var changed = await expected.CalendarAsync();
        var right = late.Select(sample => sample with { Night = changed.TariffAt(Instant.FromUnixTimeSeconds(sample.Second)) == Tariff.Night }).ToList();
        right.ShouldContain(sample => !late.Contains(sample), "some of them were tagged wrongly");
        await expected.Database.InsertMeasuresAsync(sensors[0], right);
        await expected.Database.InsertMeasuresAsync(sensors[2], right);
        await expected.DrainAsync();
        await house.ShouldEqualAsync(expected);
    }

    [Fact]
    public async Task What_others_queued_meanwhile_is_not_forgotten()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        var sensors = await FillAsync(house);
        await house.ChangeAsync(New);
        await house.RetagAsync(() => house.Database.InsertMeasuresAsync(sensors[0], [new((Start + Duration.FromDays(6)).ToUnixTimeSeconds(), 5, false)]));
        (await house.QueuedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_failure_in_mid_change_changes_nothing()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        await FillAsync(house);
        var before = await house.TagsAsync();
        await house.ChangeAsync(New);
        await Should.ThrowAsync<TimeoutException>(() => house.RetagAsync(() => throw new TimeoutException()));
        (await house.TagsAsync()).ShouldBe(before);
        (await house.CalendarAsync()).ContractStarts.Count.ShouldBe(1);
        (await house.RetagAsync()).ShouldNotBeNull();
        (await house.CalendarAsync()).ContractStarts.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Contracts_that_somebody_else_changed_meanwhile_are_not_overwritten()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        await FillAsync(house, 300);
        await house.ChangeAsync(New);
        var error = await Should.ThrowAsync<Npgsql.PostgresException>(() => house.RetagAsync(
            () => house.Database.Web.ExecuteAsync("update contracts set off_peak = '22:00-06:00'")));
        error.IsTransient.ShouldBeTrue("it is tried again, from what there is now");
        await house.RetagAsync();
        await using var expected = await TariffHouse.CreateAsync(New);
        // The samples were tagged by 22:30, and nobody re-tagged them when the contract was changed past us.
        (await house.CalendarAsync()).ContractStarts.ShouldBe((await expected.CalendarAsync()).ContractStarts);
    }

    [Fact]
    public async Task Two_processors_do_not_do_it_twice()
    {
        await using var house = await TariffHouse.CreateAsync(Old);
        await FillAsync(house, 300);
        await house.ChangeAsync(New);
        long? second = -1;
        (await house.RetagAsync(async () => second = await house.RetagAsync())).ShouldNotBeNull();
        second.ShouldBeNull();
    }
}
