using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Control;

/// <summary>
/// Looks into the database when a channel says that there is something, after every connect, since what was said before is lost, and when
/// it is asked to. While the database is away it looks again each second.
/// </summary>
/// <param name="channel">One of <see cref="Channels"/>.</param>
/// <param name="asked">Set to have it look.</param>
/// <param name="outage">Is told of each look.</param>
public sealed class TableWatch(NotificationListener listener, string channel, WakeUp asked, TimeProvider time, OutageLog outage)
{
    /// <summary>Between two looks while the database is away.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    /// <param name="look">One look, never beside another. It may throw what <see cref="DatabaseAway.Is"/>.</param>
    /// <param name="heard">Runs when the channel has spoken, or may have: before the look that follows.</param>
    public async Task RunAsync(Func<CancellationToken, Task> look, Action heard, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(look);
        ArgumentNullException.ThrowIfNull(heard);
        var listening = listener.RunAsync([channel], _ => Hear(heard), (_, _) => Hear(heard), cancel);
        await (await Task.WhenAny(listening, FollowAsync(look, cancel)).WaitAsync(cancel));
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
                outage.Recovered();
            }
            catch (Exception e) when (DatabaseAway.Is(e) && !cancel.IsCancellationRequested)
            {
                outage.Failed(DatabaseAway.Reason(e));
                await Task.Delay(Retry, time, cancel);
                asked.Set();
            }
        }
    }
}
