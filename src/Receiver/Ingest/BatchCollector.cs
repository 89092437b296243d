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
        if (Remaining() is var remaining && remaining > TimeSpan.Zero)
        {
            using var done = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            var due = Task.Delay(remaining, time, done.Token);
            while (Take(batch) && await Task.WhenAny(due, queue.WaitAsync(done.Token)) != due) cancel.ThrowIfCancellationRequested();
            await done.CancelAsync();
            cancel.ThrowIfCancellationRequested();
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
