using System.IO.Pipelines;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Live;

/// <summary>
/// One client's stream: first what it missed, then what happens, until it goes or may no longer listen. It holds no
/// connection to the database and at most a few events: a client that does not read loses events, and nobody else waits.
/// </summary>
internal sealed class LiveStream(MeasureFeed feed, LiveReplay replay, LiveText text, TimeProvider time)
{
    /// <summary>So that a client that is gone is noticed, and a proxy does not end what is only quiet.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(3);

    /// <summary>How often it is asked whether the client may still listen.</summary>
    private const int BeatsBetweenChecks = 2;

    /// <summary>Bytes that are written before the client must have taken some.</summary>
    private const int MostUnsent = 32 * 1024;

    /// <param name="sensorId">Null: all sensors.</param>
    /// <param name="last">What the client heard last; null when it comes for the first time.</param>
    /// <param name="isUnknown">Whether the client brought an id that says nothing to us.</param>
    /// <param name="mayListen">Whether the client's token or session still holds.</param>
    public async Task RunAsync(
        PipeWriter body, int? sensorId, FeedPosition? last, bool isUnknown, Func<CancellationToken, Task<bool>> mayListen, CancellationToken cancel)
    {
        // Before anything is read, so that nothing falls between.
        using var events = feed.Subscribe();
        using var beats = new PeriodicTimer(Heartbeat, time);
        await SendAsync(body, EventText.Retry(RetryAfter), cancel);
        await BeginAsync(body, sensorId, last, isUnknown, cancel);
        await body.FlushAsync(cancel);
        var (beat, next) = (beats.WaitForNextTickAsync(cancel).AsTask(), events.WaitAsync(cancel));
        for (var passed = 1; ;)
        {
            await Task.WhenAny(beat, next);
            if (beat.IsCompleted)
            {
                await beat;
                if (passed++ % BeatsBetweenChecks == 0 && !await mayListen(cancel)) return;
                await SendAsync(body, EventText.Heartbeat, cancel);
                beat = beats.WaitForNextTickAsync(cancel).AsTask();
            }

            if (next.IsCompleted)
            {
                await next;
                while (events.TryRead(out var happened))
                {
                    // Who lost the right to listen hears nothing that comes after.
                    if (happened is FeedEvent.AccountsChanged && !await mayListen(cancel)) return;
                    if (sensorId is null || LiveText.SensorOf(happened) is not { } sensor || sensor == sensorId) await SendAsync(body, await WriteAsync(happened), cancel);
                }

                next = events.WaitAsync(cancel);
            }

            if ((await body.FlushAsync(cancel)).IsCompleted) return;
        }
    }

    private async Task BeginAsync(PipeWriter body, int? sensorId, FeedPosition? last, bool isUnknown, CancellationToken cancel)
    {
        try
        {
            await foreach (var part in replay.ReadAsync(sensorId, last, isUnknown, cancel)) await SendAsync(body, part, cancel);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // It reads all again, since the ids that follow lie behind what it missed.
            await SendAsync(body, LiveText.Resync("missed", sensorId), cancel);
        }
    }

    private async Task<byte[]> WriteAsync(FeedEvent happened)
    {
        try
        {
            return await text.WriteAsync(happened);
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            return LiveText.Resync("missed", LiveText.SensorOf(happened));
        }
    }

    private static async Task SendAsync(PipeWriter body, ReadOnlyMemory<byte> part, CancellationToken cancel)
    {
        for (var sent = 0; sent < part.Length; sent += MostUnsent)
        {
            var piece = part[sent..Math.Min(part.Length, sent + MostUnsent)];
            piece.Span.CopyTo(body.GetSpan(piece.Length));
            body.Advance(piece.Length);
            if (body.UnflushedBytes >= MostUnsent) await body.FlushAsync(cancel);
        }
    }
}
