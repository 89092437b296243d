using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerMeter.Web.Api.V1;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>Events as they are sent. Each is written once, however many streams it goes to, and forgotten when all have sent it.</summary>
internal sealed class LiveText(SensorQuery sensors)
{
    private readonly ConditionalWeakTable<FeedEvent, Lazy<Task<byte[]>>> _written = [];

    /// <returns>Empty for what no stream tells.</returns>
    /// <exception cref="Npgsql.NpgsqlException">The event needs the database, which does not answer.</exception>
    public Task<byte[]> WriteAsync(FeedEvent happened) =>
        _written.GetValue(happened, key => new Lazy<Task<byte[]>>(() => ComposeAsync(key))).Value;

    /// <returns>Null for an event of all sensors.</returns>
    public static int? SensorOf(FeedEvent happened) => happened switch
    {
        FeedEvent.NewSamples news => news.SensorId,
        FeedEvent.SamplesDeleted deleted => deleted.SensorId,
        FeedEvent.EnergyChanged energy => energy.Span.SensorId,
        FeedEvent.StatusChanged status => status.SensorId,
        _ => null,
    };

    public static byte[] Samples(int sensorId, IEnumerable<LiveSample> samples)
    {
        var text = new MemoryStream();
        AppendSamples(text, sensorId, samples);
        return text.ToArray();
    }

    public static byte[] Energy(int sensorId, long from, long to) => Event("energy", new EnergyEvent(sensorId, MomentText.Of(from), MomentText.Of(to)), LiveJson.Plain.EnergyEvent);

    public static byte[] Status(SensorView sensor) => Event("status", SensorResource.StatusOf(sensor), V1Json.Plain.StatusAnswer);

    public static byte[] Configuration() => Event("configuration", new ConfigurationEvent(), LiveJson.Plain.ConfigurationEvent);

    /// <param name="reason">See <see cref="ResyncEvent"/>.</param>
    public static byte[] Resync(string reason, int? sensorId) => Event("resync", new ResyncEvent(reason, sensorId), LiveJson.Plain.ResyncEvent);

    private async Task<byte[]> ComposeAsync(FeedEvent happened) => happened switch
    {
        FeedEvent.NewSamples { IsWhole: true } news => Samples(news.SensorId, news.Samples),
        FeedEvent.NewSamples news => [.. Resync("older", news.SensorId), .. Samples(news.SensorId, news.Samples)],
        FeedEvent.SamplesDeleted deleted => Resync("deleted", deleted.SensorId),
        FeedEvent.Reached reached => EventText.Id(reached.Position),
        FeedEvent.EnergyChanged { Span: var span } => Energy(span.SensorId, span.From, span.To),
        // It may have been removed meanwhile.
        FeedEvent.StatusChanged status => await sensors.FindAsync(status.SensorId, CancellationToken.None) is { } sensor ? Status(sensor) : [],
        FeedEvent.ConfigurationChanged => Configuration(),
        FeedEvent.Resync => Resync("missed", null),
        _ => [],
    };

    private static void AppendSamples(MemoryStream text, int sensorId, IEnumerable<LiveSample> samples)
    {
        foreach (var (stored, volts, battery) in samples)
            EventText.Append(text, "sample", JsonSerializer.SerializeToUtf8Bytes(
                new SampleEvent(sensorId, MomentText.Of(stored.Time), stored.Watts, volts, battery, stored.NightRate), LiveJson.Plain.SampleEvent));
    }

    private static byte[] Event<T>(string kind, T data, JsonTypeInfo<T> type)
    {
        var text = new MemoryStream();
        EventText.Append(text, kind, JsonSerializer.SerializeToUtf8Bytes(data, type));
        return text.ToArray();
    }
}
