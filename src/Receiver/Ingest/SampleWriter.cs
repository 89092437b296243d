using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>Takes what the drivers read to the database, or to the spool while that is away.</summary>
public sealed partial class SampleWriter(
    SampleQueue queue, BatchOptions options, BatchWriter writer, Backlog backlog, DatabaseLink link, LifeSigns life, TimeProvider time,
    ILogger<SampleWriter> logger) : BackgroundService
{
    /// <summary>How long stopping may wait for the database before what is left goes to the spool.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    /// <summary>A write ends by the database's timeouts of 30 s and goes to the disk then; a worn card may take long over that.</summary>
    private static readonly TimeSpan LongestWrite = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var collector = new BatchCollector(queue, options, time);
        var batch = new List<Sample>(options.MaxSamples);
        // A write that is under way when we are told to stop may still finish.
        using var giveUp = new CancellationTokenSource();
        await using var stopping = stoppingToken.Register(() => giveUp.CancelAfter(StopLimit));
        try
        {
            while (true)
            {
                await collector.CollectAsync(batch, stoppingToken);
                await WriteAsync(batch, giveUp.Token);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FlushAsync(batch, giveUp.Token);
        }
    }

    private async Task FlushAsync(List<Sample> batch, CancellationToken giveUp)
    {
        var flushed = 0;
        for (Fill(batch); batch.Count > 0; Fill(batch))
        {
            flushed += batch.Count;
            await WriteAsync(batch, giveUp);
        }

        if (flushed > 0) Flushed(logger, flushed, backlog.Depth);
    }

    private void Fill(List<Sample> batch)
    {
        while (batch.Count < options.MaxSamples && queue.TryRead(out var sample)) batch.Add(sample);
    }

    /// <summary>To the database, or else to the backlog: the batch is empty afterwards.</summary>
    private async Task WriteAsync(List<Sample> batch, CancellationToken giveUp)
    {
        using var writing = life.Begin("writing samples", LongestWrite);
        if (!link.IsAway && !giveUp.IsCancellationRequested)
        {
            try
            {
                // A server that hangs must not hold up stopping, and cancelling a command waits for it: then the write is
                // left behind, and the batch goes to the spool.
                await writer.WriteAsync(CollectionsMarshal.AsSpan(batch).ToArray(), CancellationToken.None).WaitAsync(giveUp);
                batch.Clear();
                return;
            }
            catch (OperationCanceledException) when (giveUp.IsCancellationRequested)
            {
                // Into the spool with it.
            }
            catch (Exception e) when (DatabaseAway.Is(e))
            {
                // First to the disk, then tell: the drain looks for the batch there.
                backlog.Append(CollectionsMarshal.AsSpan(batch));
                batch.Clear();
                link.Lost(DatabaseAway.Reason(e));
                return;
            }
#pragma warning disable CA1031 // What nobody foresaw ends the Receiver, and is not to cost what was read.
            catch
#pragma warning restore CA1031
            {
                while (batch.Count > 0)
                {
                    backlog.Append(CollectionsMarshal.AsSpan(batch));
                    batch.Clear();
                    Fill(batch);
                }

                throw;
            }
        }

        backlog.Append(CollectionsMarshal.AsSpan(batch));
        batch.Clear();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopped: the last {Count} samples are kept; {Spooled} wait in the spool.")]
    private static partial void Flushed(ILogger logger, int count, long spooled);
}
