using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class SensorRunnerTests
{
    private const string NoKey = "There is no key yet.";

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SensorMonitor _monitor;
    private int _made;
    private int _started;

    public SensorRunnerTests() => _monitor = new SensorMonitor(1, BelievedClock.Dating(_time), new SampleQueue(), _time, new WakeUp());

    [Fact]
    public async Task A_driver_that_cannot_be_made_is_tried_again_until_what_hinders_it_is_gone()
    {
        var hindered = true;
        await using var runner = Start(() => hindered ? throw new SettingException(NoKey) : Driving(Wait));
        var fault = _monitor.Snapshot();
        (fault.State, fault.Error).ShouldBe((SensorState.Fault, NoKey));
        runner.Driver.ShouldBeNull();

        await AdvanceUntilAsync(() => _made >= 4);
        _monitor.Snapshot().ShouldBe(fault);
        hindered = false;
        await AdvanceUntilAsync(() => runner.Driver is not null);
        await AdvanceUntilAsync(() => _started == 1);
        (_monitor.Snapshot().State, _monitor.Snapshot().Error).ShouldBe((SensorState.Starting, null));
    }

    [Fact]
    public async Task It_is_not_tried_more_than_every_half_minute()
    {
        var start = _time.GetTimestamp();
        await using var runner = Start(() => throw new SettingException(NoKey));
        await AdvanceUntilAsync(() => _made >= 10);
        _time.GetElapsedTime(start).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(9 * 30));
    }

    [Fact]
    public async Task A_driver_that_waits_to_be_tried_again_stops_at_once()
    {
        var runner = Start(() => throw new SettingException(NoKey));
        // The clock stands still: only stopping can end it.
        await runner.DisposeAsync();
        _made.ShouldBe(1);
    }

    [Fact]
    public async Task A_driver_that_breaks_at_once_again_and_again_is_started_ever_less_often()
    {
        var start = _time.GetTimestamp();
        await using var runner = Start(() => Driving((_, _) => throw new InvalidOperationException("It is broken.")));
        await AdvanceUntilAsync(() => _started >= 12);
        _time.GetElapsedTime(start).ShouldBeGreaterThan(TimeSpan.FromMinutes(2));
        (_monitor.Snapshot().State, _monitor.Snapshot().Error).ShouldBe((SensorState.Fault, "InvalidOperationException: It is broken."));
    }

    [Fact]
    public async Task A_driver_that_breaks_after_a_good_while_is_started_again_at_once()
    {
        await using var runner = Start(() => Driving(async (_, cancel) =>
        {
            await Task.Delay(TimeSpan.FromMinutes(2), _time, cancel);
            throw new InvalidOperationException("It is broken.");
        }));
        for (var round = 1; round <= 10; round++) await AdvanceUntilAsync(() => _started >= round);
        var start = _time.GetTimestamp();
        await AdvanceUntilAsync(() => _started >= 11);
        _time.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(135));
    }

    [Fact]
    public async Task It_may_be_stopped_twice()
    {
        var runner = Start(() => Driving(Wait));
        await runner.DisposeAsync();
        await Should.NotThrowAsync(async () => await runner.DisposeAsync());
        runner.Driver.ShouldBeNull();
    }

    private SensorRunner Start(Func<ISensorDriver> create) => SensorRunner.Start(
        new SensorConfiguration(1, "Kitchen", "simulated", "{}", 1, Enabled: true), _monitor,
        () =>
        {
            Interlocked.Increment(ref _made);
            return create();
        },
        new SensorMemory(), _time, NullLogger.Instance);

    private Driver Driving(Func<ISensorSink, CancellationToken, Task> run) => new(() => Interlocked.Increment(ref _started), run);

    private Task Wait(ISensorSink sink, CancellationToken cancel) => Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);

    /// <summary>Five seconds at a time, and others may run between.</summary>
    private Task AdvanceUntilAsync(Func<bool> condition) => Eventually.BecomesTrueAsync(
        "the driver gets there",
        () =>
        {
            if (!condition()) _time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(condition());
        });

    private sealed class Driver(Action started, Func<ISensorSink, CancellationToken, Task> run) : ISensorDriver
    {
        public Task RunAsync(ISensorSink sink, CancellationToken cancel)
        {
            started();
            return run(sink, cancel);
        }
    }
}
