using NodaTime;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Drivers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Dating;

/// <summary>What time a reading gets while the clock is wrong, is set, and is set back.</summary>
public sealed class SampleDatingTests : ClocklessMachine
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", SensorState.Starting)] // no clock at all
    [InlineData("2026-03-01T09:17:00Z", SensorState.Starting)] // that of the last stop, as fake-hwclock gives it
    [InlineData("2026-03-02T09:17:00Z", SensorState.Starting)] // ahead, from a wrong last stop
    public async Task What_is_read_before_a_time_server_answers_gets_its_true_time(string clock, SensorState state)
    {
        await BootAsync(clock);
        await ReadAsync(rounds: 40);
        Receiver.TakeDated().ShouldBeEmpty();
        var status = Receiver.Status(3);
        status.State.ShouldBe(state);
        status.Samples.ShouldBe(40);
        status.LastSeen.ShouldBeNull();
        status.Error.ShouldNotBeNull().ShouldContain("timedatectl set-ntp true");
        status.Error.ShouldContain("120 readings wait");

        TimeServerAnswers();
        await ReadAsync(rounds: 20);
        await AllAreThereAsync();
        Receiver.Status(2).State.ShouldBe(SensorState.Running);
        Receiver.Status(2).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Without_a_time_server_the_clock_is_believed_after_ten_minutes_as_it_is()
    {
        await BootAsync(RightClock);
        await ReadAsync(rounds: 599);
        Receiver.TakeDated().ShouldBeEmpty();
        await ReadAsync(rounds: 3);
        await AllAreThereAsync();
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z", ClockSync.Synchronised)] // a time server without a clock of its own
    [InlineData("2106-02-07T00:00:00Z", ClockSync.Unsynchronised)] // a clock whose battery is empty
    public async Task What_is_read_while_the_clock_says_what_no_sample_can_have_waits_for_it(string clock, ClockSync sync)
    {
        Kernel.Sync = ClockSync.Unsynchronised;
        await BootAsync(clock);
        await ReadAsync(rounds: 10);
        Kernel.Sync = sync;
        await ReadAsync(rounds: 700);
        Receiver.TakeDated().ShouldBeEmpty();
        Receiver.Status(3).Error.ShouldNotBeNull().ShouldContain("it must be set");
        await RestartAsync();
        TimeServerAnswers();
        await ReadAsync(rounds: 10);
        await AllAreThereAsync();
    }

    [Fact]
    public async Task A_clock_that_is_set_by_hand_after_hours_dates_all_that_waited()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        for (var minute = 0; minute < 180; minute++)
        {
            await ReadAsync(rounds: 1);
            Time.Advance(TimeSpan.FromSeconds(59));
        }

        var status = Receiver.Status(3);
        status.State.ShouldBe(SensorState.Fault);
        status.Error.ShouldBe(
            "The clock says 1970-01-01 00:10 UTC, and this program was built on 2026-01-15: it must be set, or a time server does (timedatectl set-ntp true), or you do (date -s). 540 readings wait for it.");
        Time.SetWallClock(Now);
        await ReadAsync(rounds: 1);
        await AllAreThereAsync();
    }

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_makes_no_two_samples_one()
    {
        Kernel.Sync = ClockSync.Synchronised;
        await BootAsync(RightClock);
        await ReadAsync(rounds: 1000);
        Time.SetWallClock(Now - TimeSpan.FromHours(1) + TimeSpan.FromSeconds(3));
        await ReadAsync(rounds: 4000);
        var samples = Receiver.TakeDated();
        samples.Count.ShouldBe(15_000);
        samples.Select(sample => (sample.SensorId, sample.Time)).Distinct().Count().ShouldBe(15_000);
        samples.Select(sample => (sample.SensorId, sample.Watts)).ShouldBe(Truth.Select(reading => (reading.Sensor, reading.Watts)));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_by_nobody_knows_whom_is_asked_about_and_then_believed()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 10);
        var wrong = Now - TimeSpan.FromHours(1);
        Time.SetWallClock(wrong);
        await ReadAsync(rounds: 300);
        Dated.AddRange(Receiver.TakeDated());
        Dated.Count.ShouldBe(30);
        Receiver.Status(3).State.ShouldBe(SensorState.Fault);
        Receiver.Status(3).Error.ShouldNotBeNull().ShouldContain("before the newest sample");
        await ReadAsync(rounds: 400);
        await AllAreDatedAsync(2130);
        var samples = Dated;
        samples.Min(sample => sample.Time.ToDateTimeOffset()).ShouldBe(wrong);
        samples.Select(sample => (sample.SensorId, sample.Time)).Distinct().Count().ShouldBe(2130);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_and_right_again_leaves_the_true_times()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 10);
        Time.SetWallClock(Now - TimeSpan.FromHours(7));
        await ReadAsync(rounds: 100);
        Time.SetWallClock(Now);
        await ReadAsync(rounds: 10);
        await AllAreThereAsync();
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_by_hours_makes_a_gap()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 10);
        Time.SetWallClock(Now + TimeSpan.FromHours(5));
        await ReadAsync(rounds: 10);
        var times = Receiver.TakeDated().Where(sample => sample.SensorId == 1).Select(sample => sample.Time).ToList();
        times.Count.ShouldBe(20);
        (times[10] - times[9]).ShouldBe(Duration.FromHours(5) + Duration.FromSeconds(1));
    }

    [Theory]
    [InlineData(9 * 3600)]
    [InlineData(10)]
    [InlineData(2)]
    public async Task A_step_between_the_drivers_look_at_the_clock_and_ours_does_not_matter(int seconds)
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        Time.SetWallClock(Now - TimeSpan.FromSeconds(seconds));
        await ReadAsync(rounds: 1);
        var took = Time.GetUtcNow();
        Time.Advance(TimeSpan.FromMilliseconds(400));
        Time.SetWallClock(Now);
        (await TimeOfAsync(took)).ShouldBe(Now - TimeSpan.FromMilliseconds(400));
        (await TimeOfAsync(Now - TimeSpan.FromMilliseconds(300))).ShouldBe(Now - TimeSpan.FromMilliseconds(300));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(-61)]
    [InlineData(61)]
    [InlineData(3600)]
    public async Task A_time_that_is_not_of_this_clock_is_now(int seconds)
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        (await TimeOfAsync(Now + TimeSpan.FromSeconds(seconds))).ShouldBe(Now);
        (await TimeOfAsync(Now - TimeSpan.FromSeconds(59))).ShouldBe(Now - TimeSpan.FromSeconds(59));
    }
}
