using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace PowerMeter.Web.Monitoring;

/// <summary>
/// How long calls take, by route, method and status: ASP.NET Core measures them (http.server.request.duration). Routes are
/// templates, so that their number is bounded whatever is asked for.
/// </summary>
public sealed class HttpLatency : IHostedService, IDisposable
{
    /// <summary>Series; further ones go to one that is called other.</summary>
    private const int MostSeries = 300;

    private readonly ConcurrentDictionary<(string Route, string Method, string Status), LatencyHistogram> _series = new();
    private readonly MeterListener _listener = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Name: "http.server.request.duration", Meter.Name: "Microsoft.AspNetCore.Hosting" }) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => Add(seconds, tags));
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    public void WriteTo(MetricText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        text.Family("powermeter_http_request_duration_seconds", MetricKind.Histogram, "How long calls took, without live streams and open pages.");
        foreach (var ((route, method, status), histogram) in _series.OrderBy(series => series.Key))
            histogram.WriteTo(text, ("route", route), ("method", method), ("status", status));
    }

    private void Add(double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var (route, method, status) = ("", "", "");
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case "http.route": route = value?.ToString() ?? ""; break;
                case "http.request.method": method = value?.ToString() ?? ""; break;
                case "http.response.status_code": status = Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""; break;
            }
        }

        if (NameOf(route) is not { } kind) return;
        var key = (kind, method, status);
        if (!_series.ContainsKey(key) && _series.Count >= MostSeries) key = ("other", "other", "other");
        _series.GetOrAdd(key, _ => new LatencyHistogram()).Add(seconds);
    }

    /// <returns>Null for what is open as long as somebody looks at it, which is no latency.</returns>
    private static string? NameOf(string route)
    {
        var path = route.TrimStart('/');
        if (path.StartsWith("_blazor", StringComparison.Ordinal) || path == "api/v1/live") return null;
        // A file of wwwroot has no parameter in its route.
        return path.Contains('.', StringComparison.Ordinal) && !path.Contains('{', StringComparison.Ordinal) ? "files" : $"/{path}";
    }
}
