using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>
/// Tells every open page what is new, within moments and without polling: one LISTEN for the whole process, one read of
/// the new samples however many pages look on. A page that is too slow loses events and is told to read again.
/// </summary>
public sealed partial class MeasureFeed(NotificationListener listener, SampleQuery samples, SiteCache site, ILogger<MeasureFeed> logger)
    : BackgroundService
{
    /// <summary>The most samples of one event: an import of a year does not go through the pages.</summary>
    public const int MostSamples = 1000;

    /// <summary>Older samples are history, which a page reads when it shows it. Microseconds.</summary>
    private const long NewestSpan = 3600L * 1_000_000;

    private static readonly string[] Listened = [Channels.Measures, Channels.Energy, Channels.Status, Channels.Commands, Channels.Configuration];

    private readonly Channel<ChangedSpan> _touched = Channel.CreateBounded<ChangedSpan>(
        new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly List<FeedSubscription> _subscriptions = [];
    private readonly Lock _lock = new();

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
                listener.RunAsync(Listened, OnConnectedAsync, OnNotification, stoppingToken), ReadTouchedAsync(stoppingToken));
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
        return Task.CompletedTask;
    }

    private void OnNotification(string channel, string payload)
    {
        switch (channel)
        {
            case Channels.Measures when ChangedSpan.TryParse(payload, out var span):
                _touched.Writer.TryWrite(span);
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
            case Channels.Configuration:
                site.Invalidate();
                break;
        }
    }

    private async Task ReadTouchedAsync(CancellationToken cancel)
    {
        while (await _touched.Reader.WaitToReadAsync(cancel))
        {
            // Several notifications that have come meanwhile cost one read a sensor.
            var spans = new Dictionary<int, ChangedSpan>();
            while (_touched.Reader.TryRead(out var span))
                spans[span.SensorId] = spans.TryGetValue(span.SensorId, out var known)
                    ? new ChangedSpan(span.SensorId, Math.Min(known.From, span.From), Math.Max(known.To, span.To))
                    : span;
            if (!HasSubscribers) continue;
            foreach (var span in spans.Values) await ReadNewestAsync(span, cancel);
        }
    }

    private async Task ReadNewestAsync(ChangedSpan span, CancellationToken cancel)
    {
        try
        {
            var newest = new Queue<StoredSample>();
            var from = Math.Max(span.From, span.To - NewestSpan);
            await foreach (var sample in samples.StreamAsync(span.SensorId, from, span.To + 1, cancel))
            {
                if (newest.Count == MostSamples) newest.Dequeue();
                newest.Enqueue(sample);
            }

            // Nothing: they were deleted, and what is shown must go.
            Publish(newest.Count > 0 ? new FeedEvent.NewSamples(span.SensorId, newest.ToArray()) : new FeedEvent.Resync());
        }
        catch (NpgsqlException e)
        {
            ReadFailed(logger, e.Message);
            Publish(new FeedEvent.Resync());
        }
    }

    private bool HasSubscribers
    {
        get
        {
            lock (_lock) return _subscriptions.Count > 0;
        }
    }

    private void Publish(FeedEvent happened)
    {
        lock (_lock)
            foreach (var subscription in _subscriptions) subscription.Offer(happened);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "New samples cannot be read: {Reason}")]
    private static partial void ReadFailed(ILogger logger, string reason);
}
