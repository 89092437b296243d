using System.Globalization;
using System.Runtime.CompilerServices;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Live;

/// <summary>
/// Tells every open page and live stream what is new, within moments and without polling: one LISTEN for the whole process,
/// one read of the new samples however many look on. A notification only wakes: what is new stands in the
/// <see cref="ChangeTrail"/>. Whoever is too slow loses events and is told to read again.
/// </summary>
public sealed class MeasureFeed(
    NotificationListener listener, ChangeTrail trail, LiveSampleQuery samples, SiteCache site, TimeProvider time, ILogger<MeasureFeed> logger) : BackgroundService
{
    /// <summary>The most samples of one event: an import of a year does not go through the pages.</summary>
    public const int MostSamples = 1000;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private static readonly string[] Listened =
        [Channels.Measures, Channels.Pending, Channels.Energy, Channels.Status, Channels.Commands, Channels.SensorRequests, Channels.Configuration, Channels.W3bstream,
         Channels.Tariffs, Channels.Accounts];

    private readonly SemaphoreSlim _touched = new(0);
    private readonly List<FeedSubscription> _subscriptions = [];
    private readonly Lock _lock = new();
    private volatile FeedPosition? _position;

    /// <summary>Whether it knows where the trail is: not before the database has answered for the first time.</summary>
    public bool IsFollowing => _position is not null;

    /// <summary>Events from now on, until it is cancelled.</summary>
    public async IAsyncEnumerable<FeedEvent> SubscribeAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var subscription = Subscribe();
        await foreach (var happened in subscription.ReadAsync(cancel)) yield return happened;
    }

    /// <summary>Events from now on, until it is disposed: for whoever must not miss what comes before he first reads.</summary>
    internal FeedSubscription Subscribe()
    {
        var subscription = new FeedSubscription(Unsubscribe);
        lock (_lock) _subscriptions.Add(subscription);
        return subscription;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        site.Reloaded += OnSiteReloaded;
        try
        {
            await await Task.WhenAny(
                listener.RunAsync(Listened, OnConnectedAsync, OnNotification, stoppingToken), FollowAsync(stoppingToken));
        }
        finally
        {
            site.Reloaded -= OnSiteReloaded;
        }
    }

    private void Unsubscribe(FeedSubscription subscription)
    {
        lock (_lock) _subscriptions.Remove(subscription);
    }

    private void OnSiteReloaded() => Publish(new FeedEvent.ConfigurationChanged());

    private Task OnConnectedAsync(CancellationToken cancel)
    {
        site.Invalidate();
        Publish(new FeedEvent.Resync());
        _touched.Release();
        return Task.CompletedTask;
    }

    private void OnNotification(string channel, string payload)
    {
        switch (channel)
        {
            case Channels.Measures or Channels.Pending:
                _touched.Release();
                break;
            case Channels.Energy when ChangedSpan.TryParse(payload, out var span):
                Publish(new FeedEvent.EnergyChanged(span));
                break;
            case Channels.Status when int.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var sensor):
                Publish(new FeedEvent.StatusChanged(sensor));
                break;
            case Channels.Commands when long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var command):
                Publish(new FeedEvent.CommandChanged(command));
                break;
            case Channels.SensorRequests when long.TryParse(payload, NumberStyles.None, CultureInfo.InvariantCulture, out var request):
                Publish(new FeedEvent.SensorRequestChanged(request));
                break;
            case Channels.W3bstream:
                Publish(new FeedEvent.W3bstreamChanged());
                break;
            case Channels.Tariffs:
                Publish(new FeedEvent.TariffChanged());
                break;
            case Channels.Accounts:
                Publish(new FeedEvent.AccountsChanged());
                break;
            case Channels.Configuration:
                site.Invalidate();
                break;
        }
    }

    private async Task FollowAsync(CancellationToken cancel)
    {
        var outage = new OutageLog("New samples cannot be read", time, logger);
        while (true)
        {
            await _touched.WaitAsync(cancel);
            // Several notifications that have come meanwhile cost one read.
            while (_touched.Wait(0, CancellationToken.None)) { }
            try
            {
                await ReadNewAsync(cancel);
                outage.Recovered();
            }
            catch (Exception e) when (DatabaseFault.Is(e))
            {
                // The position stays, so that nothing is lost.
                outage.Failed(e);
                await Task.Delay(Retry, time, cancel);
                _touched.Release();
            }
        }
    }

    // Read even when nobody looks on, which costs next to nothing: whoever comes meanwhile finds what is new in the tables.
    private async Task ReadNewAsync(CancellationToken cancel)
    {
        var read = await trail.ReadAsync(_position, null, cancel);
        // More changes than wait for anybody, such as those of contracts that tag years anew, would be lost to them one by one.
        var isTold = read.IsWhole && read.Changes.Count < FeedSubscription.MostWaiting;
        if (!isTold) Publish(new FeedEvent.Resync());
        if (HasSubscribers && !isTold) Publish(new FeedEvent.Reached(read.Position));
        else if (HasSubscribers)
        {
            foreach (var change in read.Changes) Publish(await ReadAsync(change, cancel));
            if (read.Changes.Count > 0) Publish(new FeedEvent.Reached(read.Position));
        }

        _position = read.Position;
    }

    private async Task<FeedEvent> ReadAsync(MeasureChange change, CancellationToken cancel)
    {
        if (change.Deleted) return new FeedEvent.SamplesDeleted(change.SensorId);
        var newest = await samples.ReadNewestAsync(change.SensorId, change.From, change.To, MostSamples + 1, cancel);
        // Nothing: they have been deleted since.
        if (newest.Count == 0) return new FeedEvent.SamplesDeleted(change.SensorId);
        return newest.Count <= MostSamples
            ? new FeedEvent.NewSamples(change.SensorId, newest, true)
            : new FeedEvent.NewSamples(change.SensorId, newest.GetRange(1, MostSamples), false);
    }

    private bool HasSubscribers
    {
        get
        {
            lock (_lock) return _subscriptions.Count > 0;
        }
    }

    /// <summary>Never waits.</summary>
    internal void Publish(FeedEvent happened)
    {
        lock (_lock)
            foreach (var subscription in _subscriptions) subscription.Offer(happened);
    }
}
