using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PowerMeter.Benchmarks.Api;

/// <summary>The dashboards' side: a process of its own.</summary>
internal static class DashboardClients
{
    /// <summary>The program's argument that makes it one.</summary>
    public const string Argument = "dashboard-clients";

    public static readonly TimeSpan Lasting = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Connections are made and code is compiled before anything counts.</summary>
    private static readonly TimeSpan Warming = TimeSpan.FromSeconds(6);

    private const long Hour = 3600;
    private const long Day = 24 * Hour;

    public static IEnumerable<string> CallNames => Calls(1, 0).Select(call => call.Name);

    public static async Task<int> RunAsync()
    {
        var settings = JsonSerializer.Deserialize<DashboardSettings>(await Console.In.ReadLineAsync() ?? "")!;
        var all = await Task.WhenAll(Enumerable.Range(0, settings.Dashboards).Select(dashboard => DashboardAsync(settings, dashboard)));
        var seen = all.SelectMany(calls => calls).ToList();
        var answered = seen.Where(call => call.Milliseconds is not null).ToList();
        var times = answered.Select(call => call.Milliseconds!.Value).Order().ToArray();
        var empty = answered.Where(call => call.IsEmpty).Select(call => call.Milliseconds!.Value).Order().ToArray();
        var result = new DashboardResult(
            seen.Count, seen.Count - answered.Count, Timing.Median(times), Timing.Percentile(times, 0.99), times[^1],
            Timing.Median(empty), Timing.Percentile(empty, 0.99));
        Console.WriteLine(JsonSerializer.Serialize(result));
        return 0;
    }

    private static async Task<List<Seen>> DashboardAsync(DashboardSettings settings, int dashboard)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = settings.Address };
        if (dashboard % 2 == 0) client.DefaultRequestHeaders.Add("Cookie", settings.Cookie);
        else client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
        var sensor = dashboard % settings.Sensors + 1;
        var calls = new List<Seen>();
        // Spread over the period, as people open their pages when they like.
        await Task.Delay(Period * dashboard / settings.Dashboards, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        for (var round = 1; watch.Elapsed < Warming + Lasting; round++)
        {
            var now = settings.Now + (long)watch.Elapsed.TotalSeconds;
            foreach (var (name, path) in Calls(sensor, now))
            {
                var took = await TimeAsync(client, path);
                if (watch.Elapsed > Warming) calls.Add(new Seen(name == "time", took));
            }

            var left = Period * round - watch.Elapsed;
            if (left > TimeSpan.Zero) await Task.Delay(left, TimeProvider.System);
        }

        return calls;
    }

    /// <returns>Milliseconds; null when it was not answered with 200.</returns>
    private static async Task<double?> TimeAsync(HttpClient client, string path)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
            await response.Content.ReadAsByteArrayAsync();
            return response.IsSuccessStatusCode ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>The calls of CitizenWatt's page. Days are UTC's here: what an edge costs does not depend on it.</summary>
    private static IEnumerable<(string Name, string Path)> Calls(int sensor, long now)
    {
        var today = now / Day * Day;
        yield return ("time", "api/time");
        yield return ("sensors", "api/sensors");
        yield return ("the current provider", "api/energy_providers/current");
        yield return ("the last minutes' watts", Path(sensor, "watts", now - 120, now, ""));
        yield return ("the day so far by hour", Path(sensor, "kwatthours", today, now, $"/{Hour}"));
        yield return ("the month so far by day", Path(sensor, "kwatthours", today - 29 * Day, now, $"/{Day}"));
    }

    private static string Path(int sensor, string unit, long from, long until, string step) =>
        string.Create(CultureInfo.InvariantCulture, $"api/{sensor}/get/{unit}/by_time/{from}/{until}{step}");

    /// <param name="Milliseconds">Null when it was not answered.</param>
    private readonly record struct Seen(bool IsEmpty, double? Milliseconds);
}
