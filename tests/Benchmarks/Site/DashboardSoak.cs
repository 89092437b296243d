using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Site;

/// <summary>One dashboard open for half an hour with a sample a second: neither the browser nor the server may grow.</summary>
internal static class DashboardSoak
{
    private const int Minutes = 30;

    /// <summary>Until then caches fill and code is compiled.</summary>
    private const int WarmUpMinutes = 6;

    /// <summary>The last third may be above the first by so much.</summary>
    private const double MostGrowth = 0.05;

    public static async Task RunAsync(Report report)
    {
        report.Section("A dashboard open for half an hour", $"The simulated household with a sample a second, Receiver, Processor and Web, one dashboard (last hour, watts) in Chromium. Each minute, after a collection: the browser's JavaScript heap and its elements, and Web's resident memory. Compared are the medians of minutes {WarmUpMinutes} to {(Minutes + WarmUpMinutes) / 2} (the baseline) and of the minutes after.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await database.AddSensorAsync("household", 1, "simulated");
        await database.AddContractAsync(new DateOnly(2020, 1, 1), 0.21m, 0.17m);
        using var directory = new TemporaryDirectory();
        await using var receiver = PowerMeterProcess.Start("Receiver", database, directory.Path);
        await using var processor = PowerMeterProcess.Start("Processor", database, directory.Path);
        await using var site = await WebSite.StartAsync(database);
        await Eventually.BecomesTrueAsync("the household is measured", () => database.Web.ScalarAsync<bool>("select exists (select from measures)"));
        await using var browser = await DashboardBrowser.OpenAsync(site, "/conso?scale=now&unit=watts");
        var session = await browser.Page.Context.NewCDPSessionAsync(browser.Page);
        await session.SendAsync("Performance.enable");
        List<double> heaps = [], elements = [], residents = [];
        for (var minute = 1; minute <= Minutes; minute++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), TimeProvider.System);
            if (minute < WarmUpMinutes) continue;
            var (heap, nodes) = await BrowserAsync(session);
            heaps.Add(heap);
            elements.Add(nodes);
            residents.Add(await ResidentAsync(site.Process.Id));
        }

        Add(report, "the browser's heap", heaps, "MB", 1e6);
        Add(report, "the browser's elements", elements, "nodes", 1);
        Add(report, "Web's resident memory", residents, "MB", 1e6);
        var last = await browser.Page.Locator("canvas[data-last-time]").GetAttributeAsync("data-last-time");
        var age = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - long.Parse(last!, CultureInfo.InvariantCulture);
        report.Row("age of the chart's newest point at the end", $"{age} ms", "", "live", age < 5000);
    }

    private static void Add(Report report, string what, List<double> values, string unit, double one)
    {
        var half = values.Count / 2;
        var (before, after) = (Timing.Median(values.Take(half)), Timing.Median(values.Skip(half)));
        report.Row(
            what, string.Create(CultureInfo.InvariantCulture, $"{after / one:F1} {unit} (least {values.Min() / one:F1}, greatest {values.Max() / one:F1})"),
            string.Create(CultureInfo.InvariantCulture, $"{before / one:F1} {unit}"), $"flat: at most {MostGrowth:P0} more", after <= before * (1 + MostGrowth));
    }

    private static async Task<(double Heap, double Nodes)> BrowserAsync(ICDPSession session)
    {
        await session.SendAsync("HeapProfiler.collectGarbage");
        var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
            .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
        return (metrics["JSHeapUsedSize"], metrics["Nodes"]);
    }

    private static async Task<double> ResidentAsync(int process)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{process}/status")).First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return 1024 * double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
