using System.Globalization;
using NodaTime;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Dating;

/// <summary>Readings every second or so while the clock is wrong and is set; the truth is kept by the test.</summary>
public sealed class SampleDatingTests : IAsyncLifetime
{
    private static readonly DateTimeOffset BootTime = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const string RightClock = "";

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeKernelClock _kernel = new();
    private readonly List<(int Sensor, double Watts, DateTimeOffset Time)> _truth = [];
    private readonly List<Sample> _dated = [];
    private ManualTimeProvider _time = new(BootTime, TimeSpan.Zero);
    private DatingReceiver? _receiver;

    private DatingReceiver Receiver => _receiver!;

    /// <summary>What a clock that were right would say.</summary>
    private DateTimeOffset Now => BootTime + _time.GetElapsedTime(0);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

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

    [Fact]
    public async Task A_clock_that_is_set_by_hand_after_hours_dates_all_that_waited()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        for (var minute = 0; minute < 180; minute++)
        {
            await ReadAsync(rounds: 1);
            _time.Advance(TimeSpan.FromSeconds(59));
        }

        var status = Receiver.Status(3);
        status.State.ShouldBe(SensorState.Fault);
        status.Error.ShouldBe(
            "The clock says 1970-01-01 00:10 UTC, and this program was built on 2026-01-15: it must be set, or a time server does (timedatectl set-ntp true), or you do (date -s). 540 readings wait for it.");
        _time.SetWallClock(Now);
        await ReadAsync(rounds: 1);
        await AllAreThereAsync();
    }

    [Fact]
    public async Task A_clock_that_is_set_back_an_hour_makes_no_two_samples_one()
    {
        _kernel.Sync = ClockSync.Synchronised;
        await BootAsync(RightClock);
        await ReadAsync(rounds: 1000);
        _time.SetWallClock(Now - TimeSpan.FromHours(1) + TimeSpan.FromSeconds(3));
        await ReadAsync(rounds: 4000);
        var samples = Receiver.TakeDated();
        samples.Count.ShouldBe(15_000);
        samples.Select(sample => (sample.SensorId, sample.Time)).Distinct().Count().ShouldBe(15_000);
        samples.Select(sample => (sample.SensorId, sample.Watts)).ShouldBe(_truth.Select(reading => (reading.Sensor, reading.Watts)));
    }

    [Fact]
    public async Task A_clock_that_is_set_back_by_nobody_knows_whom_is_asked_about_and_then_believed()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 10);
        var wrong = Now - TimeSpan.FromHours(1);
        _time.SetWallClock(wrong);
        await ReadAsync(rounds: 300);
        Receiver.TakeDated().Count.ShouldBe(30);
        Receiver.Status(3).State.ShouldBe(SensorState.Fault);
        Receiver.Status(3).Error.ShouldNotBeNull().ShouldContain("before the newest sample");
        await ReadAsync(rounds: 400);
        var samples = Receiver.TakeDated();
        samples.Count.ShouldBe(2100);
        samples.Min(sample => sample.Time.ToDateTimeOffset()).ShouldBe(wrong);
        samples.Select(sample => (sample.SensorId, sample.Time)).Distinct().Count().ShouldBe(2100);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_and_right_again_leaves_the_true_times()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 10);
        _time.SetWallClock(Now - TimeSpan.FromHours(7));
        await ReadAsync(rounds: 100);
        _time.SetWallClock(Now);
        await ReadAsync(rounds: 10);
        await AllAreThereAsync();
    }

    [Fact]
    public async Task A_clock_that_is_set_forward_by_hours_makes_a_gap()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 10);
        _time.SetWallClock(Now + TimeSpan.FromHours(5));
        await ReadAsync(rounds: 10);
        var times = Receiver.TakeDated().Where(sample => sample.SensorId == 1).Select(sample => sample.Time).ToList();
        times.Count.ShouldBe(20);
        (times[10] - times[9]).ShouldBe(Duration.FromHours(5) + Duration.FromSeconds(1));
    }

    [Fact]
    public async Task A_step_between_the_drivers_look_at_the_clock_and_ours_does_not_matter()
    {
        await BootAsync("2026-03-01T03:00:00Z", uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 1);
        var took = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMilliseconds(400));
        _time.SetWallClock(Now);
        Receiver.Dating.TryDate(1, new Reading(Instant.FromDateTimeOffset(took), 5), out var at, out _).ShouldBeTrue();
        UnixMicroseconds.ToInstant(at).ToDateTimeOffset().ShouldBe(Now - TimeSpan.FromMilliseconds(400));
    }

    [Fact]
    public async Task A_restart_of_the_Receiver_loses_nothing_that_waits()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        await ReadAsync(rounds: 30);
        await RestartAsync();
        Receiver.Held.Count.ShouldBe(90);
        await ReadAsync(rounds: 30);
        await RestartAsync();
        TimeServerAnswers();
        await ReadAsync(rounds: 5);
        await AllAreThereAsync();
        // Once is enough.
        await RestartAsync();
        Receiver.TakeDated().ShouldBeEmpty();
        Receiver.Held.Count.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_kept_on_the_disk_outlives_a_Receiver_that_is_killed()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        await ReadAsync(rounds: 301);
        await Eventually.BecomesTrueAsync(
            "it is saved every five minutes",
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(File.Exists(_directory.File("undated.samples")));
            });
        var kept = await File.ReadAllBytesAsync(_directory.File("undated.samples"), TestContext.Current.CancellationToken);
        TimeServerAnswers();
        await ReadAsync(rounds: 1);
        await AllAreThereAsync();
        var before = new HashSet<Sample>(_dated);

        // As if it had been killed just before it forgot them, with the offset known: dated again they are the same.
        await Receiver.StopAsync();
        await File.WriteAllBytesAsync(_directory.File("undated.samples"), kept, TestContext.Current.CancellationToken);
        var file = new HeldFile(_directory.Path);
        file.Write(_kernel.BootId, ClockReading.Read(_time).Offset, file.Load().ShouldNotBeNull().Readings);
        await StartAsync();
        var again = Receiver.TakeDated();
        again.Count.ShouldBeGreaterThan(800);
        again.ShouldAllBe(sample => before.Contains(sample));
    }

    [Fact]
    public async Task A_restart_of_the_machine_leaves_what_waits_without_a_date_and_says_so()
    {
        await BootAsync("1970-01-01T00:00:00Z");
        await ReadAsync(rounds: 2);
        await Receiver.StopAsync();
        _kernel.BootId = "b0070002-0000-4000-8000-000000000002";
        _time = new ManualTimeProvider(BootTime, TimeSpan.Zero);
        await StartAsync();
        Receiver.Held.Count.ShouldBe(0);
        Receiver.Backlog.Dropped.ShouldBe(6);
        Receiver.Rejected.Count.ShouldBe(6);
        var lines = await File.ReadAllLinesAsync(_directory.File("rejected.csv"), TestContext.Current.CancellationToken);
        lines.Length.ShouldBe(6);
        lines[4].ShouldBe("2,,3.4,,,\"The clock was wrong, and the machine was started again before it was set: read 1.000000 s after its start\"");
        File.Exists(_directory.File("undated.samples")).ShouldBeFalse();
    }

    [Fact]
    public async Task The_newest_sample_is_known_after_a_restart_though_the_database_is_away()
    {
        await BootAsync(RightClock, uptime: TimeSpan.FromHours(1));
        await ReadAsync(rounds: 5);
        _kernel.RunsWhileOff = true;
        _kernel.BootId = "another";
        await Receiver.StopAsync();
        _time.SetWallClock(Now - TimeSpan.FromDays(2));
        await StartAsync();
        await ReadAsync(rounds: 1);
        Receiver.Held.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Too_many_are_bounded_and_the_oldest_go_and_are_counted()
    {
        await BootAsync("1970-01-01T00:00:00Z", capacity: 100);
        await ReadAsync(rounds: 40);
        Receiver.Held.Count.ShouldBe(100);
        Receiver.Held.Dropped.ShouldBe(20);
        Receiver.Status(3).Error.ShouldNotBeNull().ShouldContain("20 older ones had to be dropped");
        TimeServerAnswers();
        _truth.RemoveRange(0, 20);
        await ReadAsync(rounds: 1);
        await AllAreThereAsync();
        Receiver.Backlog.Dropped.ShouldBe(20);
    }

    public async ValueTask DisposeAsync()
    {
        if (_receiver is not null) await _receiver.DisposeAsync();
        _directory.Dispose();
    }

    private async Task BootAsync(string clock, TimeSpan? uptime = null, int capacity = HeldReadings.DefaultCapacity)
    {
        _time.Advance(uptime ?? TimeSpan.Zero);
        _time.SetWallClock(clock == RightClock ? Now : DateTimeOffset.Parse(clock, CultureInfo.InvariantCulture));
        await StartAsync(capacity);
    }

    private async Task StartAsync(int capacity = HeldReadings.DefaultCapacity)
    {
        _receiver = new DatingReceiver(_directory.Path, _time, _kernel, capacity: capacity);
        await _receiver.StartAsync();
    }

    private async Task RestartAsync()
    {
        await Receiver.DisposeAsync();
        await StartAsync();
    }

    private void TimeServerAnswers()
    {
        _time.SetWallClock(Now);
        _kernel.Sync = ClockSync.Synchronised;
    }

    /// <summary>Three sensors, once a second each, with watts that tell every reading from every other of its sensor.</summary>
    private async Task ReadAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var sensor = 1; sensor <= 3; sensor++)
            {
                var watts = _truth.Count - sensor + 1 + sensor / 5.0;
                _truth.Add((sensor, watts, Now));
                await Receiver.ReadAsync(sensor, watts);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private async Task AllAreThereAsync()
    {
        await Eventually.BecomesTrueAsync(
            "every reading has its date",
            () =>
            {
                _dated.AddRange(Receiver.TakeDated());
                if (_dated.Count < _truth.Count) _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(_dated.Count >= _truth.Count);
            });
        var dated = _dated.Select(sample => (sample.SensorId, sample.Watts, sample.Time.ToDateTimeOffset())).ToList();
        dated.Except(_truth).ShouldBeEmpty();
        dated.Count.ShouldBe(_truth.Count);
        dated.Distinct().Count().ShouldBe(_truth.Count);
    }
}
