using PowerMeter.Shared.Database;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>What happened, as a page hears it.</summary>
public abstract record FeedEvent
{
    private FeedEvent()
    {
    }

    /// <summary>The newest samples of a sensor, by time, at most <see cref="MeasureFeed.MostSamples"/>.</summary>
    public sealed record NewSamples(int SensorId, IReadOnlyList<StoredSample> Samples) : FeedEvent;

    /// <summary>Roll-ups of the span are new.</summary>
    public sealed record EnergyChanged(ChangedSpan Span) : FeedEvent;

    public sealed record StatusChanged(int SensorId) : FeedEvent;

    /// <summary>Something was asked of a sensor, or it was done: see <c>sensor_commands</c>.</summary>
    public sealed record CommandChanged(long CommandId) : FeedEvent;

    /// <summary>Settings, sensors or contracts changed, and <see cref="SiteCache.Current"/> is already the new one.</summary>
    public sealed record ConfigurationChanged : FeedEvent;

    /// <summary>Events may have been missed: read again what is shown.</summary>
    public sealed record Resync : FeedEvent;
}
