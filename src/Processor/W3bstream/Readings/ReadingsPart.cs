using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>The part that turns samples into readings: it follows the measures while it runs.</summary>
public sealed class ReadingsPart(
    NpgsqlDataSource database, NotificationListener listener, ReadingMaker maker, OutboxSignal outbox, FaultNote fault, TimeProvider time,
    ILogger<ReadingsPart> logger) : IW3bstreamPart
{
    private const string NoSensor = "No readings are made: there is no sensor, or one of those that were chosen has been removed.";

    /// <exception cref="NpgsqlException">The database is away at the very beginning.</exception>
    public async Task RunAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        var sensors = await ReadingSource.ReadGapsAsync(database, await ReadSensors.ReadAsync(database, settings, cancel), cancel);
        if (sensors.Count == 0)
        {
            await fault.SayAsync(NoSensor, cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }

        using var run = new ReadingsRun(settings, sensors, database, maker, outbox, fault, time, logger);
        await Loops.RunAsync([stop => listener.RunAsync([Channels.Measures], Rescan, (_, payload) => run.Notice(payload), stop), run.WorkAsync], cancel);

        Task Rescan(CancellationToken _)
        {
            run.Rescan();
            return Task.CompletedTask;
        }
    }
}
