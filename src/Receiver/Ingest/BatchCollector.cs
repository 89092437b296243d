using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Ingest;

/// <summary>
/// Makes batches out of the queue. A sample that comes after a quiet time is written at once; after a write the next one
/// waits until <see cref="BatchOptions.MaxDelay"/> has passed since that write began, or <see cref="BatchOptions.MaxSamples"/>
/// are there. So a slow sensor is never late, and a card sees about one commit a second.
/// </summary>
public sealed class BatchCollector(SampleQueue queue, BatchOptions options, TimeProvider time)
{
    private long? _lastBegan;

    /// <summary>Fills the list with the next batch, and takes its return for the beginning of the write.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was taken out of the queue stands in the list.</exception>
    public async Task CollectAsync(List<Sample> batch, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await queue.WaitAsync(cancel);
        while (Take(batch) && Remaining() is var remaining && remaining > TimeSpan.Zero)
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var more = queue.WaitAsync(enough.Token);
            var due = Task.Delay(remaining, time, enough.Token);
            var first = await Task.WhenAny(more, due);
            await enough.CancelAsync();
            cancel.ThrowIfCancellationRequested();
            if (first == due) break;
        }

        Take(batch);
        _lastBegan = time.GetTimestamp();
    }

    /// <returns>Whether there is room for more.</returns>
    private bool Take(List<Sample> batch)
    {
        while (batch.Count < options.MaxSamples && queue.TryRead(out var sample)) batch.Add(sample);
        return batch.Count < options.MaxSamples;
    }

    private TimeSpan Remaining() => _lastBegan is { } began ? options.MaxDelay - time.GetElapsedTime(began) : TimeSpan.Zero;
}
