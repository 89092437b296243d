using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The data page: a file is chosen, checked, loaded; and what is given out.</summary>
public sealed class DataPageTests(WebFixture site) : IClassFixture<WebFixture>, IDisposable
{
    private const long Start = 1_772_366_400;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private string FileOf(string name, int rows, params string[] more)
    {
        var path = _directory.File(name);
        File.WriteAllLines(path, [
            "time,watts",
            .. Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Start + i * 8},{300 + i % 50}")),
            .. more]);
        return path;
    }

    private static Task ShowAsync(IPage page, string name) => page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File($"artifacts/screenshots/{name}.png"), FullPage = true });

    private static async Task ChooseSensorAsync(Visit visit, int sensor)
    {
        await visit.Page.Locator("#check").WaitForAsync();
        await visit.Page.SelectOptionAsync("#sensor", sensor.ToString(CultureInfo.InvariantCulture));
        await visit.Page.Locator($"#export-samples[href*='/sensors/{sensor}/']").WaitForAsync();
    }

    [Fact]
    public async Task A_file_is_checked_then_loaded_and_its_samples_are_there()
    {
        var sensor = await site.Database.AddSensorAsync("Imported house", WebFixture.PeriodSeconds);
        await using var visit = await site.LoginAsync("/data?view=transfer");
        await ChooseSensorAsync(visit, sensor);
        await ShowAsync(visit.Page, "data-empty");
        await visit.Page.SetInputFilesAsync("#file", FileOf("house.csv", 5000, "yesterday,5", $"{Start},1e400"));
        await visit.Page.ClickAsync("#check");
        await visit.Page.Locator(".rejects", new() { HasText = "time is 'yesterday'" }).WaitForAsync();
        (await visit.Page.Locator("[data-new]").GetAttributeAsync("data-new")).ShouldBe("5000");
        (await visit.Page.Locator(".rejects tbody tr").CountAsync()).ShouldBe(2);
        (await visit.Page.Locator(".rejects tbody tr td").First.InnerTextAsync()).ShouldBe("5,002");
        (await visit.Page.Locator("#load").IsDisabledAsync()).ShouldBeTrue();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, "data-report");
        (await site.Database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(0);

        // Opened again elsewhere it shows the same report.
        await using (var second = await site.LoginAsync("/data?view=transfer")) await second.Page.Locator(".rejects", new() { HasText = "time is 'yesterday'" }).WaitForAsync();

        await visit.Page.Locator("label.check", new() { HasText = "Leave out rows" }).ClickAsync();
        await visit.Page.Locator("#load:not([disabled])").ClickAsync();
        await visit.Page.Locator(".data-done", new() { HasText = "5,000 samples were added to Imported house. 2 rows were left out." }).WaitForAsync();
        await ShowAsync(visit.Page, "data-done");
        (await site.Database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor)).ShouldBe(5000);
        await visit.Page.ClickAsync("text=Another file");
        await visit.Page.Locator("#check").WaitForAsync();
    }

    [Fact]
    public async Task What_is_no_meters_file_is_said_to_be_none()
    {
        var sensor = await site.Database.AddSensorAsync("Nothing to import", WebFixture.PeriodSeconds);
        var file = _directory.File("picture.csv");
        await File.WriteAllTextAsync(file, "a,b,c,d,e,f\n1,2,3,4,5,6\n");
        await using var visit = await site.LoginAsync("/data?view=transfer", new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR", ColorScheme = ColorScheme.Dark });
        await ChooseSensorAsync(visit, sensor);
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, "data-phone-dark-fr");
        await visit.Page.SetInputFilesAsync("#file", file);
        await visit.Page.ClickAsync("#check");
        await visit.Page.Locator(".form-error", new() { HasText = "L’en-tête nomme a, b, c" }).WaitForAsync();
        await ShowAsync(visit.Page, "data-failed-phone-dark-fr");
        await visit.Page.ClickAsync("text=Autre fichier");
        await visit.Page.SetInputFilesAsync("#file", FileOf("small.csv", 100, "31/02/2026 12:00,5"));
        await visit.Page.ClickAsync("#check");
        await visit.Page.Locator(".rejects", new() { HasText = "time vaut « 31/02/2026 12:00 » ; permis" }).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShowAsync(visit.Page, "data-report-phone-dark-fr");
        await visit.Page.ClickAsync("text=Abandonner");
        await visit.Page.Locator("#check").WaitForAsync();
    }

    [Fact]
    public async Task A_file_that_is_being_sent_can_be_cancelled_and_nothing_of_it_is_kept()
    {
        var sensor = await site.Database.AddSensorAsync("Upload cancelled", WebFixture.PeriodSeconds);
        var file = _directory.File("large.csv");
        await using (var large = File.Create(file)) large.SetLength(500L << 20);
        await using var visit = await site.LoginAsync("/data?view=transfer");
        await ChooseSensorAsync(visit, sensor);
        await visit.Page.SetInputFilesAsync("#file", file);
        await visit.Page.ClickAsync("#check");
        await visit.Page.Locator(".import-bar", new() { HasText = "Sending the file" }).WaitForAsync();
        await visit.Page.ClickAsync(".import-bar + button");
        await visit.Page.Locator("#check").WaitForAsync();
        (await visit.Page.Locator(".form-error").CountAsync()).ShouldBe(0);
        await Eventually.BecomesTrueAsync("no file of it is open", () => Task.FromResult(!OpenUploads(site.Site).Any()));
    }

    /// <summary>Uploads have no name any more: they are seen as what the process has open.</summary>
    private static IEnumerable<string> OpenUploads(WebSite web) => Directory.EnumerateFiles($"/proc/{web.Process.Id}/fd")
        .Select(file => new FileInfo(file).LinkTarget ?? "").Where(target => target.Contains("powermeter-import-", StringComparison.Ordinal));

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_with_the_reason()
    {
        var sensor = await site.Database.AddSensorAsync("Too large", WebFixture.PeriodSeconds);
        await using var small = await WebSite.StartAnotherAsync(site.Database, new Dictionary<string, string> { ["Web__LargestImport"] = "8" });
        await using var visit = await site.VisitAsync();
        await visit.Page.GotoAsync(new Uri(small.Address, "/data?view=transfer").ToString());
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForAddressAsync("/data?view=transfer");
        await ChooseSensorAsync(visit, sensor);
        var file = _directory.File("too-large.csv");
        await using (var large = File.Create(file)) large.SetLength(9 << 20);
        await visit.Page.SetInputFilesAsync("#file", file);
        await visit.Page.ClickAsync("#check");
        await visit.Page.Locator(".form-error", new() { HasText = "The file has 9 MB; at most 8 MB are taken." }).WaitForAsync();
    }

    [Fact]
    public async Task Who_may_only_read_can_export_and_not_import()
    {
        await site.Database.AddSensorAsync("For readers", WebFixture.PeriodSeconds);
        await site.Database.AddUserAsync("guest", WebFixture.Password, "reader");
        await using var visit = await site.VisitAsync();
        await visit.Page.GotoAsync("/data?view=transfer");
        await visit.SignInAsync("guest", WebFixture.Password);
        await visit.Page.Locator("text=Only an administrator can import.").WaitForAsync();
        await visit.Page.Locator("#export-samples").WaitForAsync();
        (await visit.Page.Locator("#file, #check").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task The_page_is_reached_from_every_page_and_gives_links_to_export()
    {
        var sensor = await site.Database.AddSensorAsync("Exported", WebFixture.PeriodSeconds);
        await using var visit = await site.LoginAsync("/conso");
        await visit.Page.ClickAsync("a[href='/data']");
        await visit.Page.ClickAsync("[data-view=transfer]");
        await ChooseSensorAsync(visit, sensor);
        await visit.Page.FillAsync("#from", "2026-03-01");
        await visit.Page.FillAsync("#until", "2026-03-31");
        await visit.Page.SelectOptionAsync("#bucket", "hour");
        // Days are the site's: Paris is an hour ahead in winter, two from the end of March on.
        await visit.Page.Locator(
            $"#export-energy[href='/api/v1/sensors/{sensor}/energy?format=csv&from=2026-02-28T23:00:00Z&to=2026-03-31T22:00:00Z&bucket=hour']").WaitForAsync();
        (await visit.Page.Locator("#export-samples").GetAttributeAsync("href")).ShouldBe($"/api/v1/sensors/{sensor}/samples?format=csv&from=2026-02-28T23:00:00Z&to=2026-03-31T22:00:00Z");
    }
}
