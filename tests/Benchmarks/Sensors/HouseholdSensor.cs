using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Simulated;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>The simulated household, which has no faults: what it says is stored as it says it.</summary>
internal sealed class HouseholdSensor : ISimulatedSensor
{
    private readonly Household _household = new(1, NodaTime.DateTimeZone.Utc);
    private long _accepted;

    public string Name => "simulated";

    public TimeSpan Period => SimulatedOptions.Kind.DefaultPeriod;

    public int FaultKinds => 0;

    public int Id { get; set; }

    public ISensorDriver CreateDriver(TimeProvider time) => new SimulatedDriver(_household, Period, time);

    public async Task MeasureAsync(FaultPlan plan, Func<long> accepted, TimeProvider time, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await Pause.ForAsync(Period, time, cancel);
            _accepted = accepted();
        }
    }

    // Its values come again: only their number can be told.
    public SoakVerdict Judge(IReadOnlyList<double> stored) =>
        new(_accepted, Math.Max(0, _accepted - stored.Count), stored.Count(watts => watts <= 0));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
