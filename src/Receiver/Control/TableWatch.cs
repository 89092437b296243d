using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;

namespace PowerMeter.Receiver.Control;

/// <summary>
/// Looks into the database when a channel says that there is something, after every connect, since what was said before is lost, and when
/// it is asked to. While the database is away it looks again each second, and says so once an outage.
/// </summary>
/// <param name="channel">One of <see cref="Channels"/>.</param>
/// <param name="asked">Set to have it look.</param>
/// <param name="say">Gets the reason why the database is away.</param>
public sealed class TableWatch(NotificationListener listener, string channel, WakeUp asked, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private volatile string? _away;

    /// <param name="look">One look, never beside another. It may throw what <see cref="DatabaseAway.Is"/>.</param>
    /// <param name="heard">Runs when the channel has spoken, or may have: before the look that follows.</param>
    public async Task RunAsync(Func<CancellationToken, Task> look, Action heard, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(heard);
        var listening = listener.RunAsync([channel], _ => Hear(heard), (_, _) => Hear(heard), cancel);
        await (await Task.WhenAny(listening, FollowAsync(look, cancel)).WaitAsync(cancel));
    }

    /// <summary>Once an outage, not once an attempt; then it waits, and the next look may come.</summary>
    public async Task PauseAsync(Exception fault, CancellationToken cancel)
    {
        var reason = DatabaseAway.Reason(fault);
        if (_away != reason) say(reason);
        _away = reason;
        await Task.Delay(Retry, time, cancel);
    }

    private Task Hear(Action heard)
    {
        heard();
        asked.Set();
        return Task.CompletedTask;
    }

    private async Task FollowAsync(Func<CancellationToken, Task> look, CancellationToken cancel)
    {
        while (true)
        {
            await asked.WaitAsync(cancel);
            try
            {
                await look(cancel);
                _away = null;
            }
            catch (Exception e) when (DatabaseAway.Is(e) && !cancel.IsCancellationRequested)
            {
                await PauseAsync(e, cancel);
                asked.Set();
            }
        }
    }
}
