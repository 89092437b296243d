using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>The part that turns samples into readings: it follows the measures while it runs.</summary>
public sealed class ReadingsPart(
    NpgsqlDataSource database, NotificationListener listener, ReadingMaker maker, OutboxSignal outbox, FaultNote fault, TimeProvider time,
    ILogger<ReadingsPart> logger) : IW3bstreamPart
{
    /// <exception cref="NpgsqlException">The database is away at the very beginning.</exception>
    public async Task RunAsync(W3bstreamSettings settings, CancellationToken cancel)
    {
        var sensors = await ReadingSource.ReadGapsAsync(database, await ReadSensors.ReadAsync(database, settings, cancel), cancel);
        if (sensors.Count == 0)
        {
            var retired = await ReadSensors.ReadRetiredAsync(database, settings.Sensors, cancel);
            await fault.SayAsync(retired.Count > 0 ? new Sentence("W3b_SensorRetired", string.Join(", ", retired)) : new Sentence("W3b_NoSensorThere"), cancel);
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
