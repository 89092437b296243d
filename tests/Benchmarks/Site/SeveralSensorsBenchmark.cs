using System.Globalization;
using Microsoft.Playwright;
using NodaTime;
using PowerMeter.Tests.TestKit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Benchmarks.Site;

/// <summary>What somebody waits for who changes the scale of a chart of three sensors, as their sum and each for itself, beside one of a single sensor.</summary>
internal static class SeveralSensorsBenchmark
{
    private const int Sensors = 3;
    private const int Rounds = 12;
    private static readonly string[] Choices = ["sensor=1", "sensor=all", "sensor=all&each=1"];
    private static readonly string[] Units = ["watts", "kwh"];
    private static readonly string[] Scales = ["day", "month", "year", "week", "now"];

    // By then the page has shown what came, and read its tiles again.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(6);

    public static async Task RunAsync(Report report)
    {
        var end = Instant.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        var week = CalendarWeekBefore(end);
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        await House.FillAsync(database, Sensors, end - Duration.FromDays(365), end);
        await using var site = await WebSite.StartAsync(database);
        var pages = new List<IPage>();
        await using var browser = await DashboardBrowser.OpenAsync(site, "/conso");
        await using var context = await browser.NewContextAsync(site);
        await browser.Page.CloseAsync();
        foreach (var choice in Choices)
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(new Uri(site.Address, $"/conso?scale=week&unit=kwh&date={week}&{choice}").ToString());
            await page.WaitForSelectorAsync("canvas[data-points]");
            pages.Add(page);
        }

        var times = Cells().ToDictionary(cell => cell, _ => new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            end = await CatchUpAsync(database, end);
            await Task.Delay(Settling, TimeProvider.System);
            for (var choice = 0; choice < Choices.Length; choice++)
            {
                await pages[choice].BringToFrontAsync();
                await MeasureRoundAsync(pages[choice], (unit, scale, took) =>
                {
                    if (round >= 0) times[(choice, unit, scale)].Add(took);
                });
            }
        }

        Write(report, times);
    }

    private static IEnumerable<(int Choice, string Unit, string Scale)> Cells() =>
        from choice in Enumerable.Range(0, Choices.Length) from unit in Units from scale in Scales select (choice, unit, scale);

    /// <summary>All scales of both units, of the days around one that lies behind, and back to its week. Only the last hour goes to now.</summary>
    private static async Task MeasureRoundAsync(IPage page, Action<string, string, double> add)
    {
        foreach (var unit in Units)
        {
            await ChartSwitch.TimeAsync(page, $"[data-unit={unit}]");
            foreach (var scale in Scales) add(unit, scale, await ChartSwitch.TimeAsync(page, $"[data-scale={scale}]"));
            await ChartSwitch.TimeAsync(page, "[data-scale=week]");
            await ChartSwitch.TimeAsync(page, "[data-go=previous]");
        }
    }

    /// <summary>The samples since the last ones, so that the last hour has no hole at its end.</summary>
    /// <returns>Up to when there are samples now.</returns>
    private static async Task<Instant> CatchUpAsync(TestDatabase database, Instant from)
    {
        var until = Instant.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        for (var sensor = 1; sensor <= Sensors; sensor++)
            await database.InsertMeasuresAsync(sensor, [.. YearOfSamples.Of(sensor, from, until).Select(sample => new TaggedSample(sample.Time.ToUnixTimeSeconds(), sample.Watts, false))]);
        await House.RollUpAsync(database);
        return until;
    }

    private static string CalendarWeekBefore(Instant now) =>
        now.InUtc().Date.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday)).PlusWeeks(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Write(Report report, Dictionary<(int Choice, string Unit, string Scale), List<double>> times)
    {
        report.Section("The chart of several sensors", $"A year of each of {Sensors} sensors (a sample every 8 s), up to now; one browser with a page for each of three choices: all of them as their sum, all of them each for itself, and, as the baseline, one sensor. {Rounds} rounds through the units and scales, the choices by turns; from the click on a scale to the frame after the chart was drawn. Medians of each scale, and then all changes of each choice together.");
        foreach (var unit in Units)
            foreach (var scale in Scales)
            {
                var (one, sum, each) = (Timing.Median(times[(0, unit, scale)]), Timing.Median(times[(1, unit, scale)]), Timing.Median(times[(2, unit, scale)]));
                report.Row(
                    $"to the scale {scale}, {unit}", string.Create(CultureInfo.InvariantCulture, $"sum {sum:F0} ms ({sum / one:F2} ×), each {each:F0} ms ({each / one:F2} ×)"),
                    string.Create(CultureInfo.InvariantCulture, $"{one:F0} ms"), "100 ms", Math.Max(sum, each) <= ChartSwitch.MostMilliseconds);
            }

        foreach (var (name, choice) in new[] { ("the sum", 1), ("each for itself", 2) })
            report.Row($"all of them, {name}", Figures(AllOf(choice)), Figures(AllOf(0)), "100 ms", Timing.Percentile(AllOf(choice), ChartSwitch.Share) <= ChartSwitch.MostMilliseconds);

        double[] AllOf(int choice) => [.. times.Where(cell => cell.Key.Choice == choice).SelectMany(cell => cell.Value).Order()];
    }

    private static string Figures(double[] sorted) => string.Create(
        CultureInfo.InvariantCulture, $"median {Timing.Median(sorted):F0} ms, 95th percentile {Timing.Percentile(sorted, ChartSwitch.Share):F0} ms, greatest {sorted[^1]:F0} ms");
}
