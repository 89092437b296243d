using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks;

/// <summary>From a line on the serial port to the point in the browser's chart.</summary>
internal static class LatencyBenchmark
{
    private const int Lines = 40;

    // Notes the browser's clock when the newest point of the chart changes. The clocks are one: the same machine.
    private const string Watch = """
        () => {
          window.pointTimes = [];
          const canvas = document.querySelector('canvas[data-last-time]');
          new MutationObserver(() => window.pointTimes.push([Number(canvas.dataset.lastTime), Date.now()]))
            .observe(canvas, { attributes: true, attributeFilter: ['data-last-time'] });
        }
        """;

    public static async Task RunAsync(Report report)
    {
        report.Section("From the serial port to the chart", $"{Lines} lines written to a pseudo-terminal 1.1 to 1.9 s apart, at random; each timed from the write to the moment at which the chart's newest point changes in Chromium. Receiver, PostgreSQL, Web and browser share the machine.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        using var directory = new TemporaryDirectory();
        await using var port = new PseudoTerminal(directory);
        await port.PlugAsync();
        await database.AddSensorAsync("arduino", 1, "acs712", $$"""{"device": "{{port.Device}}"}""");
        await using var receiver = PowerMeterProcess.Start("Receiver", database, directory.Path);
        await using var processor = PowerMeterProcess.Start("Processor", database, directory.Path);
        await using var site = await WebSite.StartAsync(database);
        await Eventually.BecomesTrueAsync("the port is open and read", async () =>
        {
            await port.WriteAsync("2.00\r\n");
            return await database.Web.ScalarAsync<bool>("select exists (select from measures)");
        });
        await using var browser = await DashboardBrowser.OpenAsync(site, "/conso?scale=now&unit=watts");
        var latencies = await MeasureAsync(port, browser.Page);
        report.Row(
            "median of the lines", string.Create(CultureInfo.InvariantCulture, $"{Timing.Median(latencies):F0} ms (greatest {latencies.Max():F0} ms)"),
            "", "under 500 ms", Timing.Median(latencies) < 500);
    }

    private static async Task<List<double>> MeasureAsync(PseudoTerminal port, IPage page)
    {
        await page.EvaluateAsync(Watch);
        var random = new Random(1);
        var written = new List<long>();
        for (var line = 0; line < Lines; line++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1100, 1900)), TimeProvider.System);
            written.Add(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
            await port.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{100 + line}\r\n"));
        }

        await Eventually.BecomesTrueAsync(
            "the last point is in the chart", () => page.EvaluateAsync<bool>("at => window.pointTimes.some(point => point[0] >= at)", written[^1]));
        var seen = await page.EvaluateAsync<double[][]>("() => window.pointTimes");
        // The sample's own time lies just after the write: pairs each line with its point.
        return [.. written.Select(at => seen.First(point => point[0] >= at)[1] - at)];
    }
}
