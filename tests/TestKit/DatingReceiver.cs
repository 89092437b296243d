using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Tests.TestKit;

/// <summary>
/// The part of a Receiver that dates readings, on a clock and a kernel of the test's. A second one on the same directory
/// is the same Receiver after a restart.
/// </summary>
public sealed class DatingReceiver : IAsyncDisposable
{
    public static readonly Instant Built = Instant.FromUtc(2026, 1, 15, 0, 0);

    private readonly TimeProvider _time;
    private readonly DatingWorker _worker;

    public DatingReceiver(string directory, TimeProvider time, IKernelClock kernel, TimeSpan? settle = null, int capacity = HeldReadings.DefaultCapacity)
    {
        _time = time;
        var options = new SpoolOptions(directory, 64 * 1024 * 1024);
        Spool = Spool.Open(options);
        Board = new StatusBoard(Changed);
        Backlog = new Backlog(Spool, Changed, NullLogger<Backlog>.Instance);
        Link = new DatabaseLink(Changed, NullLogger<DatabaseLink>.Instance);
        Rejected = new RejectedSamples(options, NullLogger<RejectedSamples>.Instance);
        Held = new HeldReadings(capacity);
        Dating = new SampleDating(
            new ClockTrust(kernel, new ClockOptions(settle ?? ClockOptions.Default.Settle), Built), Held, new ClockDoubt(), time, NullLogger<SampleDating>.Instance);
        _worker = new DatingWorker(Dating, Held, kernel, Backlog, Link, Rejected, Board, options, time, NullLogger<DatingWorker>.Instance);
    }

    public WakeUp Changed { get; } = new();

    public SampleQueue Queue { get; } = new();

    public Spool Spool { get; }

    public StatusBoard Board { get; }

    public Backlog Backlog { get; }

    public DatabaseLink Link { get; }

    public RejectedSamples Rejected { get; }

    public HeldReadings Held { get; }

    public SampleDating Dating { get; }

    public SensorSnapshot Status(int sensor) => Monitor(sensor).Snapshot();

    public Task StartAsync() => _worker.StartAsync(CancellationToken.None);

    /// <summary>The sensor is read now.</summary>
    public ValueTask ReadAsync(int sensor, double watts) => AcceptAsync(sensor, new Reading(_time.GetCurrentInstant(), watts));

    public ValueTask AcceptAsync(int sensor, Reading reading) => Monitor(sensor).AcceptAsync(reading, CancellationToken.None);

    /// <summary>What waits is kept, and what is dated goes on.</summary>
    public Task StopDatingAsync() => _worker.StopAsync(CancellationToken.None);

    /// <summary>Ends as when it is stopped.</summary>
    public async Task StopAsync()
    {
        await StopDatingAsync();
        Spool.Dispose();
    }

    /// <summary>Takes all that have their dates so far, those that waited for the clock first.</summary>
    public List<Sample> TakeDated()
    {
        var samples = new List<Sample>();
        for (; Backlog.Peek() is { } chunk; Backlog.Confirm(chunk)) samples.AddRange(chunk.Samples);
        while (Queue.TryRead(out var sample)) samples.Add(sample);
        return samples;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _worker.Dispose();
    }

    private SensorMonitor Monitor(int sensor) =>
        Board.GetOrAdd(sensor, changed => new SensorMonitor(sensor, Dating, Queue, _time, changed));
}
