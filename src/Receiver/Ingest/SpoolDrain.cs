using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Receiver.Drivers;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// While the database is away, looks again and again whether it is back; then empties the spool into it, oldest first,
/// on a connection of its own beside the live samples.
/// </summary>
public sealed partial class SpoolDrain(BatchWriter writer, Backlog backlog, DatabaseLink link, TimeProvider time, ILogger<SpoolDrain> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (backlog.Depth > 0) Found(logger, backlog.Depth);
        while (true)
        {
            // A server that hangs must not hold up stopping, and cancelling a command waits for it: then the write is left
            // behind, and its samples stay in the spool.
            await DrainAsync(stoppingToken).WaitAsync(stoppingToken);
            await link.DrainNeeded.WaitAsync(stoppingToken);
        }
    }

    /// <summary>Returns when the database is there and nothing waits.</summary>
    private async Task DrainAsync(CancellationToken cancel)
    {
        var backoff = Backoff.ForDatabase();
        while (link.IsAway || backlog.Depth > 0)
        {
            if (link.IsAway) await backoff.DelayAsync(time, cancel);
            try
            {
                // A chunk of the spool is the best proof: it shows that samples are taken, not only that a server answers.
                if (link.IsAway) await writer.ProbeAsync(CancellationToken.None);
                await DrainAllAsync(backoff, cancel);
                link.Restored();
            }
            catch (Exception e) when (DatabaseAway.Is(e))
            {
                link.Lost(DatabaseAway.Reason(e));
            }
        }
    }

    private async Task DrainAllAsync(Backoff backoff, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        var drained = 0L;
        while (backlog.Peek() is { } chunk)
        {
            cancel.ThrowIfCancellationRequested();
            await writer.WriteAsync(chunk.Samples.ToArray(), CancellationToken.None);
            backlog.Confirm(chunk);
            drained += chunk.Samples.Length;
            link.Restored();
            backoff.Reset();
        }

        var duration = time.GetElapsedTime(began);
        if (drained > 0) Drained(logger, drained, duration);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} samples wait in the spool from before.")]
    private static partial void Found(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Information, Message = "The spool is empty: {Count} samples went to the database in {Duration}.")]
    private static partial void Drained(ILogger logger, long count, TimeSpan duration);
}
