using PowerMeter.Receiver.Drivers;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>A sensor whose device is simulated, so that it is known which of its readings are good.</summary>
internal interface ISimulatedSensor : IAsyncDisposable
{
    string Name { get; }

    TimeSpan Period { get; }

    int FaultKinds { get; }

    /// <summary>In the database.</summary>
    int Id { get; set; }

    /// <returns>Null: its samples come by the API.</returns>
    ISensorDriver? CreateDriver(TimeProvider time);

    /// <summary>Measures, and has faults when the plan says so, until it is cancelled.</summary>
    /// <param name="accepted">Readings that the Receiver took from it so far.</param>
    Task MeasureAsync(FaultPlan plan, Func<long> accepted, TimeProvider time, CancellationToken cancel);

    /// <summary>Compares what it measured with what is stored.</summary>
    /// <param name="stored">Watts by time.</param>
    SoakVerdict Judge(IReadOnlyList<double> stored);
}
