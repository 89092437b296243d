using PowerMeter.Shared.Database;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>
/// Tells the streams of states that only the clock changes, and of which nobody notifies: a Receiver that was killed, a
/// pushed sensor that has fallen silent. One question for the whole process, and none while nobody listens.
/// </summary>
internal sealed class StatusWatch(LiveStreams streams, SensorQuery sensors, MeasureFeed feed, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Dictionary<int, string?>? known = null;
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (streams.Open == 0)
            {
                known = null;
                continue;
            }

            try
            {
                var states = (await sensors.ListAsync(stoppingToken)).ToDictionary(sensor => sensor.Id, sensor => sensor.State);
                if (known is not null)
                    foreach (var (id, state) in states)
                        if (!known.TryGetValue(id, out var before) || before != state) feed.Publish(new FeedEvent.StatusChanged(id));
                known = states;
            }
            catch (Exception e) when (DatabaseFault.Is(e))
            {
                // The feed says that the database is away; what is known stays.
            }
        }
    }
}
