using System.Globalization;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Monitoring;

/// <summary>GET /metrics: everything that is worth watching, for Prometheus. See docs/monitoring.md.</summary>
internal sealed class MetricsPage(DatabaseFiguresCache database, HttpLatency latency, LiveStreams streams)
{
    private static readonly string[] States = ["starting", "running", "silent", "absent", "fault", "paused", SensorView.Stopped];

    public async Task<IResult> GetAsync(CancellationToken cancel)
    {
        var figures = await database.ReadAsync(cancel);
        var text = new MetricText();
        text.Family("powermeter_build_info", MetricKind.Gauge, "Always 1; the version of this program.").Sample(1, ("version", Heartbeat.Version));
        text.One("powermeter_database_up", MetricKind.Gauge, "Whether the database answers: 1 or 0.", figures.IsUp ? 1 : 0);
        if (figures.IsUp) WriteDatabase(text, figures);
        text.One("powermeter_live_streams", MetricKind.Gauge, "Open live streams (GET /api/v1/live).", streams.Open);
        text.One("powermeter_live_streams_max", MetricKind.Gauge, "The most live streams there may be (setting Web:LiveClients).", streams.Most);
        latency.WriteTo(text);
        ProcessFigures.WriteTo(text);
        return TypedResults.Text(text.ToString(), MetricText.ContentType);
    }

    /// <summary>What is left out when the database is away, so that nobody takes an old figure for a new one.</summary>
    internal static void WriteDatabase(MetricText text, DatabaseFigures figures)
    {
        text.One("powermeter_database_schema_version", MetricKind.Gauge, "The number of the last migration.", figures.SchemaVersion);
        text.One("powermeter_database_size_bytes", MetricKind.Gauge, "The database on disk, in bytes.", figures.SizeBytes);
        text.One("powermeter_database_connections", MetricKind.Gauge, "Connections of all programs to the database.", figures.Connections);
        text.One("powermeter_database_connections_max", MetricKind.Gauge, "The most connections that the server allows, for all its databases.", figures.MostConnections);
        text.One("powermeter_rollup_pending_spans", MetricKind.Gauge, "Spans of samples that wait for their roll-up.", figures.PendingSpans);
        text.One("powermeter_rollup_lag_seconds", MetricKind.Gauge, "How long the oldest of them has been waiting; 0 when none waits.", figures.RollupLagSeconds);
        text.One("powermeter_spool_depth_samples", MetricKind.Gauge, "Samples that wait on the Receiver's disk for the database.", figures.SpoolDepth);
        text.One("powermeter_spool_dropped_samples_total", MetricKind.Counter, "Samples that were lost since the spool was full. Starts again with the Receiver.", figures.SpoolDropped);
        text.Family("powermeter_process_heartbeat_age_seconds", MetricKind.Gauge, "Since the process said last that it lives, which it does every second.");
        foreach (var beat in figures.Beats) text.Sample(beat.AgeSeconds, ("process", beat.Process));
        WriteSensors(text, figures.Sensors);
        if (figures.W3bstream is { } w3bstream) WriteW3bstream(text, w3bstream);
    }

    private static void WriteW3bstream(MetricText text, W3bstreamFigures figures)
    {
        text.One("powermeter_w3bstream_waiting_readings", MetricKind.Gauge, "Readings that wait for their delivery.", figures.Waiting);
        text.One("powermeter_w3bstream_failed_readings", MetricKind.Gauge, "Readings that were refused for good and are kept.", figures.FailedNow);
        text.One("powermeter_w3bstream_lag_seconds", MetricKind.Gauge, "How long ago the oldest window that waits ended; 0 when none waits.", figures.LagSeconds);
        text.One("powermeter_w3bstream_sent_readings_total", MetricKind.Counter, "Readings that were acknowledged, ever.", figures.Sent);
        text.One("powermeter_w3bstream_failed_readings_total", MetricKind.Counter, "Refusals for good, ever.", figures.Failed);
        text.One("powermeter_w3bstream_dropped_readings_total", MetricKind.Counter, "Readings that grew too old while they waited, ever.", figures.Dropped);
        text.One("powermeter_w3bstream_fault", MetricKind.Gauge, "1 when nothing can be made or sent at present, else 0.", figures.Fault is null ? 0 : 1);
    }

    private static void WriteSensors(MetricText text, IReadOnlyList<SensorFigures> sensors)
    {
        void Each(string name, MetricKind kind, string help, Func<SensorView, double?> figure)
        {
            text.Family(name, kind, help);
            foreach (var (sensor, _) in sensors)
                if (figure(sensor) is { } value) text.Sample(value, Labels(sensor));
        }

        Each("powermeter_sensor_samples_total", MetricKind.Counter, "Samples that were accepted. Starts again with the Receiver.", sensor => sensor.Samples);
        Each("powermeter_sensor_rejected_total", MetricKind.Counter, "What was rejected: damaged, unreadable, not allowed. Starts again with the Receiver.", sensor => sensor.Rejected);
        Each("powermeter_sensor_last_seen_timestamp_seconds", MetricKind.Gauge, "The time of the newest sample, in unix seconds.", sensor => sensor.LastSeen?.ToUnixTimeMilliseconds() / 1000.0);
        Each("powermeter_sensor_power_watts", MetricKind.Gauge, "The newest sample, in watts; only of a sensor that runs.", sensor => sensor.State == "running" ? sensor.LastWatts : null);
        text.Family("powermeter_sensor_state", MetricKind.Gauge, "1 for the state that the sensor is in, 0 for the others.");
        foreach (var (sensor, _) in sensors)
            foreach (var state in States) text.Sample(sensor.State == state ? 1 : 0, [.. Labels(sensor), ("state", state)]);
    }

    private static (string Name, string Value)[] Labels(SensorView sensor) =>
        [("sensor", sensor.Id.ToString(CultureInfo.InvariantCulture)), ("name", sensor.Name)];
}
