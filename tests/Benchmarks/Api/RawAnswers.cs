using System.Globalization;
using NodaTime;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Api;

/// <summary>The samples themselves, as JSON: how fast, and how much of it a core of the Web process makes.</summary>
internal static class RawAnswers
{
    private const double AskedMegabytes = 150;
    private const double MostTimesPsql = 3;

    public static async Task RunAsync(Report report, TestDatabase database, WebSite site, HttpClient client)
    {
        report.Section("Samples over HTTP", "The samples of one sensor as JSON, taken and thrown away by the client; the baseline is `psql -c 'copy … to stdout'` of the same rows, its start included. Per core: JSON by the processor time of the Web process, user and system.");
        var end = YearOfSamples.End - Duration.FromDays(2);
        await RowAsync(report, database, site, client, "a day", end - Duration.FromDays(1), end, 100);
        await RowAsync(report, database, site, client, "a year", YearOfSamples.Start, YearOfSamples.End, 3);
    }

    private static async Task RowAsync(Report report, TestDatabase database, WebSite site, HttpClient client, string what, Instant from, Instant until, int runs)
    {
        var bytes = 0L;
        async Task ReadAsync() => bytes = await ReadThroughAsync(client, $"api/1/get/watts/by_time/{from.ToUnixTimeSeconds()}/{until.ToUnixTimeSeconds()}");
        await ReadAsync(); // warm
        var cpu = CpuTime.Of(site.Process.Id);
        var http = await Timing.MedianAsync(runs, ReadAsync);
        var perRun = (CpuTime.Of(site.Process.Id) - cpu) / Timing.CallsOf(runs);
        var psql = await Timing.MedianAsync(Math.Min(runs, 5), () => CopyAsync(database, from, until));
        var perCore = bytes / 1e6 / perRun.TotalSeconds;
        report.Row(
            string.Create(CultureInfo.InvariantCulture, $"{what} of samples ({bytes / 1e6:F2} MB of JSON)"),
            string.Create(CultureInfo.InvariantCulture, $"{http:F1} ms, {bytes / 1e3 / http:F0} MB/s; {perCore:F0} MB/s per core"),
            string.Create(CultureInfo.InvariantCulture, $"{psql:F1} ms"),
            $"at least {AskedMegabytes} MB/s per core, or within {MostTimesPsql} × of psql", perCore >= AskedMegabytes || http <= MostTimesPsql * psql);
    }

    private static async Task<long> ReadThroughAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var (buffer, sum) = (new byte[128 * 1024], 0L);
        for (int count; (count = await body.ReadAsync(buffer)) > 0;) sum += count;
        return sum;
    }

    private static Task CopyAsync(TestDatabase database, Instant from, Instant until) => Shell.RunAsync(
        "/usr/bin/env", $"PGPASSFILE={database.Server.PasswordFile("powermeter_web")}", "psql", "-qX", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null",
        "-h", "127.0.0.1", "-p", $"{database.Server.Port}", "-U", "powermeter_web", "-d", database.Name,
        "-c", $"copy (select id, time, watts, night_rate from measures where sensor_id = 1 and time >= '{from}' and time < '{until}' order by time) to stdout");
}
