namespace PowerMeter.Processor.W3bstream.Delivery;

/// <summary>
/// Asks the network once a minute how a task gets on: the newest that was taken, until it is settled or has failed or
/// <see cref="Patience"/> is over; then the newest of that time. What goes wrong here is nothing to the delivery.
/// </summary>
internal sealed class TaskFollower(DeliveryClient client, Endpoint endpoint, Ledger ledger, TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private string? _task;
    private long _since;

    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            await Task.Delay(Pace, time, cancel);
            if (_task is null || time.GetElapsedTime(_since) > Patience) Follow(ledger.NewestTask);
            if (_task is not { } task || endpoint.IsAway) continue;
            if (await client.FindTaskStateAsync(task, cancel) is not { } state) continue;
            var at = time.GetUtcNow();
            ledger.Tell(news => news with { TaskId = task, TaskState = state, TaskStateAt = at });
            if (TaskAnswer.IsLast(state)) _task = null;
        }
    }

    private void Follow(string? task)
    {
        _task = task;
        _since = time.GetTimestamp();
    }
}
