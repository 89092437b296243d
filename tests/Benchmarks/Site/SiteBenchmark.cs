using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Site;

/// <summary>What somebody waits for who opens the dashboard for the first time, and who changes the chart's scale.</summary>
internal static class SiteBenchmark
{
    private const int FirstVisits = 9;
    private const int Rounds = 12;
    private const int MostBytes = 300_000;
    private const double MostPaintMilliseconds = 1000;

    private const string FirstPaint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1";

    public static async Task RunAsync(Report report)
    {
        report.Section("The site", $"A year of a household (a sample every 8 s), one browser. The first load is measured with an empty cache, {FirstVisits} times by turns with the sign-in page, which needs no script and no figure; changes of scale and period {Rounds} rounds, from the click to the frame after the chart was drawn.");
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await House.FillAsync(database, 1);
        await using var site = await WebSite.StartAsync(database);
        var day = YearOfSamples.End.ToDateTimeOffset().AddDays(-2).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var browser = await DashboardBrowser.OpenAsync(site, $"/conso?scale=day&unit=kwh&date={day}");
        await MeasureFirstLoadAsync(report, site, browser);
        await MeasureSwitchesAsync(report, browser.Page);
    }

    private static async Task MeasureFirstLoadAsync(Report report, WebSite site, DashboardBrowser browser)
    {
        List<double> paints = [], plain = [], sizes = [];
        for (var visit = 0; visit < FirstVisits; visit++)
        {
            await using var context = await browser.NewContextAsync(site);
            var (paint, bytes) = await LoadAsync(context, new Uri(site.Address, "/conso").ToString());
            paints.Add(paint);
            sizes.Add(bytes);
            await using var stranger = await browser.Page.Context.Browser!.NewContextAsync();
            plain.Add((await LoadAsync(stranger, new Uri(site.Address, "/login").ToString())).Paint);
        }

        report.Row("first load of the dashboard, all that is transferred", string.Create(CultureInfo.InvariantCulture, $"{Timing.Median(sizes) / 1000:F0} kB"), "", $"under {MostBytes / 1000} kB", sizes.Max() < MostBytes);
        report.Row(
            "first contentful paint of the dashboard", string.Create(CultureInfo.InvariantCulture, $"{Timing.Median(paints):F0} ms (greatest {paints.Max():F0} ms)"),
            string.Create(CultureInfo.InvariantCulture, $"{Timing.Median(plain):F0} ms (sign-in page)"), "under 1 s", Timing.Median(paints) < MostPaintMilliseconds);
    }

    private static async Task<(double Paint, double Bytes)> LoadAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        var browser = await context.NewCDPSessionAsync(page);
        var bytes = 0.0;
        var gate = new Lock();
        browser.Event("Network.loadingFinished").OnEvent += (_, loaded) =>
        {
            lock (gate) bytes += loaded!.Value.GetProperty("encodedDataLength").GetDouble();
        };
        await browser.SendAsync("Network.enable");
        await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        var paint = await page.EvaluateAsync<double>(FirstPaint);
        lock (gate) return (paint, bytes);
    }

    private static async Task MeasureSwitchesAsync(Report report, IPage page)
    {
        await page.WaitForSelectorAsync("canvas[data-kind]");
        var times = new List<double>();
        string[] clicks = ["[data-scale=week]", "[data-scale=month]", "[data-scale=year]", "[data-unit=money]", "[data-go=previous]", "[data-unit=watts]", "[data-scale=day]", "[data-unit=kwh]"];
        for (var round = -1; round < Rounds; round++)
            foreach (var click in clicks)
            {
                var took = await ChartSwitch.TimeAsync(page, click);
                if (round >= 0) times.Add(took);
            }

        var sorted = times.Order().ToArray();
        report.Row(
            "change of scale, unit or period, from click to picture",
            string.Create(CultureInfo.InvariantCulture, $"median {Timing.Median(times):F0} ms, 95th percentile {Timing.Percentile(sorted, ChartSwitch.Share):F0} ms, greatest {sorted[^1]:F0} ms"),
            "", "100 ms", Timing.Percentile(sorted, ChartSwitch.Share) <= ChartSwitch.MostMilliseconds);
    }
}
