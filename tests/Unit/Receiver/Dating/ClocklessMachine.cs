using System.Globalization;
using NodaTime;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.Dating;

/// <summary>A machine whose clock is wrong and is set, with three sensors that are read every second; the truth is kept beside.</summary>
public abstract class ClocklessMachine : IAsyncLifetime
{
    protected const string RightClock = "";

    protected static readonly DateTimeOffset BootTime = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private DatingReceiver? _receiver;

    protected TemporaryDirectory Folder { get; } = new();

    protected FakeKernelClock Kernel { get; } = new();

    protected List<(int Sensor, double Watts, DateTimeOffset Time)> Truth { get; } = [];

    protected List<Sample> Dated { get; } = [];

    protected ManualTimeProvider Time { get; set; } = new(BootTime, TimeSpan.Zero);

    protected DatingReceiver Receiver => _receiver!;

    /// <summary>What a clock that were right would say.</summary>
    protected DateTimeOffset Now => BootTime + Time.GetElapsedTime(0);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_receiver is not null) await _receiver.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected async Task BootAsync(string clock, TimeSpan? uptime = null, int capacity = HeldReadings.DefaultCapacity)
    {
        Time.Advance(uptime ?? TimeSpan.Zero);
        Time.SetWallClock(clock == RightClock ? Now : DateTimeOffset.Parse(clock, CultureInfo.InvariantCulture));
        await StartAsync(capacity);
    }

    protected async Task StartAsync(int capacity = HeldReadings.DefaultCapacity)
    {
        _receiver = new DatingReceiver(Folder.Path, Time, Kernel, capacity: capacity);
        await _receiver.StartAsync();
    }

    /// <summary>The time of a sample whose driver says this.</summary>
    protected async Task<DateTimeOffset> TimeOfAsync(DateTimeOffset said)
    {
        _ = Receiver.TakeDated();
        await Receiver.AcceptAsync(1, new Reading(Instant.FromDateTimeOffset(said), 5));
        return Receiver.TakeDated().ShouldHaveSingleItem().Time.ToDateTimeOffset();
    }

    protected async Task RestartAsync()
    {
        await Receiver.DisposeAsync();
        await StartAsync();
    }

    protected void TimeServerAnswers()
    {
        Time.SetWallClock(Now);
        Kernel.Sync = ClockSync.Synchronised;
    }

    /// <summary>Three sensors, once a second each, with watts that tell every reading from every other of its sensor.</summary>
    protected async Task ReadAsync(int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            for (var sensor = 1; sensor <= 3; sensor++)
            {
                var watts = Truth.Count - sensor + 1 + sensor / 5.0;
                Truth.Add((sensor, watts, Now));
                await Receiver.ReadAsync(sensor, watts);
            }

            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    protected async Task AllAreThereAsync()
    {
        await AllAreDatedAsync(Truth.Count);
        var dated = Dated.Select(sample => (sample.SensorId, sample.Watts, sample.Time.ToDateTimeOffset())).ToList();
        dated.Except(Truth).ShouldBeEmpty();
        dated.Count.ShouldBe(Truth.Count);
        dated.Distinct().Count().ShouldBe(Truth.Count);
    }

    protected Task AllAreDatedAsync(int count) => Eventually.BecomesTrueAsync(
        "every reading has its date",
        () =>
        {
            Dated.AddRange(Receiver.TakeDated());
            if (Dated.Count < count) Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(Dated.Count >= count);
        });
}
