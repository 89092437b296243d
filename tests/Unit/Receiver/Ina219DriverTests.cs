using System.Diagnostics;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver;

public sealed class Ina219DriverTests
{
    [Fact]
    public async Task Samples_flow_until_it_is_told_to_stop()
    {
        var sink = new FirstReading();
        var chip = new SimulatedIna219(TimeProvider.System) { BusVolts = 12, ShuntVolts = -0.15 };
        var options = new Ina219Options(Averaging: 1);
        var setup = new Ina219Setup(0.1, 3.2, 32, 1);
        var driver = new Ina219Driver(
            options, TimeSpan.FromMilliseconds(5), () => new Ina219Chip(chip.Connect(), setup, "/dev/i2c-1", 0x40, TimeProvider.System), TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = driver.RunAsync(sink, stop.Token);
        (await sink.Watts.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System)).ShouldBe(-18, 1e-6);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        await Eventually.BecomesTrueAsync("the connection is closed", () => Task.FromResult(chip.OpenConnections == 0));
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_a_bus_that_hangs()
    {
        using var hanging = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var driver = new Ina219Driver(new Ina219Options(), TimeSpan.FromSeconds(1), () =>
        {
            hanging.Set();
            release.Wait();
            throw new Ina219Exception(SensorState.Absent, Sentence.Verbatim("gone"));
        }, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        var running = driver.RunAsync(new CollectingSink(), stop.Token);
        hanging.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        release.Set();
    }

    [Fact]
    public void The_kind_needs_no_settings()
    {
        var kind = SensorKind.Named("ina219");
        kind.Device.Required.ShouldBeFalse();
        kind.Device.Allows("/dev/i2c-1").ShouldBeTrue();
        kind.DefaultPeriod.ShouldBe(TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task Advice_about_a_good_reading_is_in_the_status_of_a_running_sensor()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var monitor = new SensorMonitor(1, BelievedClock.Dating(time), new SampleQueue(), time, new WakeUp());
        var at = NodaTime.Instant.FromUtc(2026, 3, 1, 12, 0);
        await monitor.AcceptAsync(new Reading(at, 1, Advice: Sentence.Verbatim("do this")), CancellationToken.None);
        (monitor.Snapshot().State, monitor.Snapshot().Error).ShouldBe((SensorState.Running, "do this"));
        await monitor.AcceptAsync(new Reading(at, 1), CancellationToken.None);
        monitor.Snapshot().Error.ShouldBeNull();
    }

    private sealed class FirstReading : ISensorSink
    {
        private readonly TaskCompletionSource<double> _watts = new();

        public Task<double> Watts => _watts.Task;

        public ValueTask AcceptAsync(Reading reading, CancellationToken cancel)
        {
            _watts.TrySetResult(reading.Watts);
            return ValueTask.CompletedTask;
        }

        public void Reject(Sentence reason)
        {
        }

        public void Report(SensorState state, Sentence? error = null)
        {
        }
    }
}
