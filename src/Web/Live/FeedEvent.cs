using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>What happened, as a page or a live stream hears it.</summary>
public abstract record FeedEvent
{
    private FeedEvent()
    {
    }

    /// <summary>The newest samples of a sensor, by time, at most <see cref="MeasureFeed.MostSamples"/>.</summary>
    /// <param name="IsWhole">False when older ones came with them that are left out.</param>
    public sealed record NewSamples(int SensorId, IReadOnlyList<LiveSample> Samples, bool IsWhole) : FeedEvent
    {
        private readonly Lazy<IReadOnlyList<StoredSample>> _stored = new(() => [.. Samples.Select(sample => sample.Stored)]);

        /// <summary>The same samples without what a chart does not draw.</summary>
        public IReadOnlyList<StoredSample> Stored => _stored.Value;
    }

    /// <summary>Samples of the sensor are gone.</summary>
    public sealed record SamplesDeleted(int SensorId) : FeedEvent;

    /// <summary>All samples that are visible in the position have been told.</summary>
    public sealed record Reached(FeedPosition Position) : FeedEvent;

    /// <summary>Roll-ups of the span are new.</summary>
    public sealed record EnergyChanged(ChangedSpan Span) : FeedEvent;

    public sealed record StatusChanged(int SensorId) : FeedEvent;

    /// <summary>Something was asked of a sensor, or it was done: see <c>sensor_commands</c>.</summary>
    public sealed record CommandChanged(long CommandId) : FeedEvent;

    /// <summary>A Receiver was asked to look or to try, or it did: see <c>sensor_requests</c>.</summary>
    public sealed record SensorRequestChanged(long RequestId) : FeedEvent;

    /// <summary>A change of the contracts was asked for, or got further: see <c>tariff_changes</c>.</summary>
    public sealed record TariffChanged : FeedEvent;

    /// <summary>The readings for W3bstream got on, or are to be sent again.</summary>
    public sealed record W3bstreamChanged : FeedEvent;

    /// <summary>Somebody was signed out or changed, or a token was revoked: whether who listens still may is to be asked again.</summary>
    public sealed record AccountsChanged : FeedEvent;

    /// <summary>Settings, sensors or contracts changed, and <see cref="SiteCache.Current"/> is already the new one.</summary>
    public sealed record ConfigurationChanged : FeedEvent;

    /// <summary>Events may have been missed: read again what is shown.</summary>
    public sealed record Resync : FeedEvent;
}
