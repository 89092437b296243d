using NodaTime;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Simulated;
using PowerMeter.Receiver.Probing;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Probing;

public sealed class FirstReadingTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_first_reading_ends_it()
    {
        var household = new Household(1, DateTimeZone.Utc);
        var reading = await TakeAsync(new SimulatedDriver(household, Period, _time));
        reading.State.ShouldBe("running");
        reading.Watts.ShouldBe(household.WattsAt(_time.GetCurrentInstant()));
        reading.Time.ShouldBe(_time.GetUtcNow().UtcDateTime);
        reading.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_sensor_that_says_nothing_is_given_three_periods_and_five_seconds()
    {
        var driver = new StubDriver(async (sink, cancel) =>
        {
            sink.Report(SensorState.Silent, Sentence.Verbatim("It is open, and says nothing."));
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
        });
        var reading = TakeAsync(driver);
        _time.Advance(TimeSpan.FromSeconds(10.9));
        reading.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        (await reading).ShouldBe(new LiveReading("Kitchen", "stub", "driver", "silent") { ErrorSaid = Sentence.Verbatim("It is open, and says nothing.") });
        driver.Stopped.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_no_reading_is_counted_and_the_first_is_told()
    {
        var reading = TakeAsync(new StubDriver(async (sink, cancel) =>
        {
            sink.Reject(new Sentence("Serial_NoReading", "?"));
            sink.Reject(new Sentence("Serial_NoReading", "!"));
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancel);
        }));
        _time.Advance(FirstReading.LimitFor(Period));
        (await reading).ShouldBe(new LiveReading("Kitchen", "stub", "driver", "starting")
        {
            Rejected = 2,
            ErrorSaid = new Sentence("Sensor_OnlyRejected", 11.0, new Sentence("Serial_NoReading", "?")),
        });
    }

    [Fact]
    public async Task A_driver_that_breaks_is_no_reading() =>
        await Should.ThrowAsync<InvalidOperationException>(() => TakeAsync(new StubDriver((_, _) => throw new InvalidOperationException("broken"))));

    [Fact]
    public async Task A_driver_that_does_not_stop_is_left_behind()
    {
        var reading = TakeAsync(new StubDriver(async (sink, _) =>
        {
            await sink.AcceptAsync(new Reading(_time.GetCurrentInstant(), 5, 3.9f, 80, true), CancellationToken.None);
            await new TaskCompletionSource().Task;
        }));
        await Eventually.BecomesTrueAsync(
            "it is given up",
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(reading.IsCompleted);
            });
        var taken = await reading;
        (taken.Watts, taken.Volts, taken.Battery, taken.SwitchedOn).ShouldBe((5, 3.9f, 80f, true));
    }

    [Fact]
    public void The_text_says_whose_reading_it_is()
    {
        var now = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        Text(new LiveReading("Kitchen", "acs712", "driver", "running") { Watts = 12.34, Volts = 3.9f, Battery = 87.5f, SwitchedOn = false }, now)
            .ShouldBe("Kitchen (acs712): 12.34 W, 3.9 V, battery 87.5, switched off\n");
        Text(new LiveReading("Kitchen", "acs712", "receiver", "silent") { Watts = 7, Time = now.AddSeconds(-2.5), ErrorSaid = Sentence.Verbatim("It says nothing.") }, now).ShouldBe(
            "Kitchen (acs712): 7.0 W\n  The running Receiver has it, so it was not disturbed: this is what it read last 2.5 s ago. Its state is silent.\n  It says nothing.\n");
        Text(new LiveReading("Kitchen", "acs712", "driver", "absent") { Rejected = 3, ErrorSaid = Sentence.Verbatim("There is no /dev/x.") }, now)
            .ShouldBe("Kitchen (acs712): no reading, absent\n  3 times something came that was no reading.\n  There is no /dev/x.\n");
    }

    private static string Text(LiveReading reading, DateTime now)
    {
        using var text = new StringWriter { NewLine = "\n" };
        LiveReadingText.Write(text, reading, now);
        return text.ToString();
    }

    private Task<LiveReading> TakeAsync(ISensorDriver driver) => FirstReading.TakeAsync("Kitchen", "stub", driver, Period, _time);

    private sealed class StubDriver(Func<ISensorSink, CancellationToken, Task> run) : ISensorDriver
    {
        public bool Stopped { get; private set; }

        public async Task RunAsync(ISensorSink sink, CancellationToken cancel)
        {
            try
            {
                await run(sink, cancel);
            }
            finally
            {
                Stopped = cancel.IsCancellationRequested;
            }
        }
    }
}
