using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>Backup and restore, from the file that the browser saves to what is there after it was sent back.</summary>
public sealed class BackupPageTests(WebFixture browser) : IClassFixture<WebFixture>
{
    private sealed record Words(string BackUp, string Check, string Replace, string ReplaceAll, string Remove, string RestoreThis);

    private static readonly Words English = new("Back up and download", "Send and check", "replace", "Replace everything", "Remove", "Restore");
    private static readonly Words French = new("Sauvegarder et télécharger", "Envoyer et vérifier", "remplacer", "Tout remplacer", "Supprimer", "Restaurer");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_saved_is_restored_and_the_page_finds_back(bool isFrenchPhone)
    {
        var words = isFrenchPhone ? French : English;
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var sensor = await database.AddSensorAsync("As it was", WebFixture.PeriodSeconds);
        await database.Owner.ExecuteAsync("select ensure_measure_partitions(now() - interval '2 months', now())");
        await database.Owner.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) select $1, at, 500, false from generate_series(now() - interval '2 months', now(), '10 minutes') as at", sensor);
        await database.Owner.ExecuteAsync("analyze measures");
        await using var site = await WebSite.StartAsync(database, new Dictionary<string, string> { ["Backup__OwnerPasswordFile"] = database.Server.PasswordFile("powermeter_owner") });
        await using var visit = await browser.VisitAsync(isFrenchPhone
            ? new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR", ColorScheme = ColorScheme.Dark }
            : new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var page = visit.Page;
        // The base station goes away and comes back.
        visit.Expected.Add("");
        await page.GotoAsync(new Uri(site.Address, "/settings/backup").ToString());
        await visit.SignInAsync(WebSite.UserName, WebSite.Password);
        var saved = Path.Combine(site.Directory, "saved.powermeter-backup");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = words.BackUp }).ClickAsync());
        download.SuggestedFilename.ShouldEndWith(".powermeter-backup");
        await download.SaveAsAsync(saved);
        await database.Owner.ExecuteAsync("update sensors set name = 'As it became'");

        // What is no backup is told, and changes nothing.
        var odd = Path.Combine(site.Directory, "holiday.jpg");
        await File.WriteAllTextAsync(odd, new string('x', 5000));
        await page.SetInputFilesAsync("#backup-file", odd);
        await page.GetByRole(AriaRole.Button, new() { Name = words.Check }).ClickAsync();
        await page.Locator("[data-restore=failed] .form-error", new()
        {
            HasText = isFrenchPhone ? "Le fichier n’est pas une sauvegarde de ce programme, ou sa fin manque." : "The file is no backup of this program's, or its end is missing.",
        }).WaitForAsync();
        (await page.Locator("main [lang=en]").CountAsync()).ShouldBe(0);
        await ShootAsync(page, "failed", isFrenchPhone);
        await page.Locator("[data-restore=failed] .button").ClickAsync();

        await page.SetInputFilesAsync("#backup-file", saved);
        await page.GetByRole(AriaRole.Button, new() { Name = words.Check }).ClickAsync();
        var card = page.Locator("[data-restore=checked]");
        await card.WaitForAsync();
        await card.GetByRole(AriaRole.Table).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShootAsync(page, "checked", isFrenchPhone);
        await page.FillAsync("#restore-word", "perhaps");
        await page.GetByRole(AriaRole.Button, new() { Name = words.ReplaceAll }).ClickAsync();
        await card.Locator(".field-error").WaitForAsync();
        (await NameAsync(database, sensor)).ShouldBe("As it became");
        await page.FillAsync("#restore-word", words.Replace);
        await page.GetByRole(AriaRole.Button, new() { Name = words.ReplaceAll }).ClickAsync();
        await Eventually.BecomesTrueAsync("the process ends, to be started anew", () => Task.FromResult(site.Process.HasExited));
        (await NameAsync(database, sensor)).ShouldBe("As it was");
        await site.RestartAsync();

        // The page comes back by itself, asks who it is, and says how it ended.
        await page.Locator("#login").WaitForAsync();
        await visit.SignInAsync(WebSite.UserName, WebSite.Password);
        await visit.WaitForAddressAsync("/settings/backup");
        await page.Locator("[data-restore-end=done]").WaitForAsync();
        var before = page.Locator("[data-backup^=before-restore-]");
        await before.WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await ShootAsync(page, "done", isFrenchPhone);
        await page.Locator("[data-restore-end] .button").ClickAsync();
        await page.Locator("[data-restore-end]").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        // One of the list is checked where it lies, and removed when it is asked twice.
        await before.GetByRole(AriaRole.Button, new() { NameRegex = new(words.RestoreThis) }).ClickAsync();
        await page.Locator("[data-restore=checked]").WaitForAsync();
        await page.Locator("[data-restore=checked] .form-end .button:not(.danger)").ClickAsync();
        await ShootAsync(page, "list", isFrenchPhone);
        await before.GetByRole(AriaRole.Button, new() { NameRegex = new(words.Remove) }).ClickAsync();
        Directory.GetFiles(Path.Combine(site.Directory, "backups"), "before-restore-*").Length.ShouldBe(1);
        await before.Locator(".button.danger").ClickAsync();
        await before.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Directory.GetFiles(Path.Combine(site.Directory, "backups"), "before-restore-*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_page_may_not_restore_it_names_the_command_and_a_read_only_site_offers_none()
    {
        await using (var visit = await browser.LoginAsync("/settings/backup"))
        {
            await visit.Page.GetByText("sudo powermeter restore FILE").WaitForAsync();
            (await visit.Page.Locator("#backup-file").CountAsync()).ShouldBe(0);
            await Assertions.Expect(visit.Page.Locator("[data-kept]")).ToHaveTextAsync(new Regex("^None yet · [0-9.]+\\s[GMT]B free$"));
            await visit.Page.Locator("input[name=secrets]").CheckAsync();
            await visit.Page.FillAsync("#passphrase", "correct horse battery");
            await visit.Page.FillAsync("#again", "correct horse batteries");
            await visit.Page.ClickAsync("#backup-now");
            await visit.Page.GetByText("The two passphrases differ").WaitForAsync();
            await ShootAsync(visit.Page, "differ", false);
        }

        await using var readOnly = await WebSite.StartAnotherAsync(browser.Database, new Dictionary<string, string> { ["Web__ReadOnly"] = "true" });
        await using var looker = await browser.VisitAsync();
        await looker.Page.GotoAsync(new Uri(readOnly.Address, "/settings/backup").ToString());
        await looker.SignInAsync(WebFixture.Login, WebFixture.Password);
        await looker.Page.Locator("#restore-read-only").WaitForAsync();
        await looker.Page.RunAndWaitForDownloadAsync(() => looker.Page.ClickAsync("#backup-now"));
    }

    [Fact]
    public async Task A_disk_without_room_is_said_with_its_figures_before_anything_is_sent()
    {
        // A file system of the kernel's, which has nothing free.
        await using var site = await WebSite.StartAnotherAsync(browser.Database, new Dictionary<string, string>
        {
            ["Backup__Directory"] = "/proc",
            ["Backup__OwnerPasswordFile"] = browser.Database.Server.PasswordFile("powermeter_owner"),
        });
        await using var visit = await browser.VisitAsync(new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        await visit.Page.GotoAsync(new Uri(site.Address, "/settings/backup").ToString());
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        const string Full = "Le disque de /proc a 0\u00a0Mo libres, et il en faut 100\u00a0Mo\u00a0: libérez de la place et réessayez.";
        await Assertions.Expect(visit.Page.Locator("#backup-file-hint")).ToHaveTextAsync(Full);
        await visit.Page.Locator("#backup-file:enabled").SetInputFilesAsync(new FilePayload { Name = "home.powermeter-backup", MimeType = "application/zip", Buffer = [1, 2, 3] });
        await visit.Page.Locator("form", new() { Has = visit.Page.Locator("#backup-file") }).Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(visit.Page.Locator("main .form-error")).ToContainTextAsync("et il en faut 100\u00a0Mo");
        (await visit.OverflowAsync()).ShouldBe(0);
    }

    private static Task<string> NameAsync(TestDatabase database, int sensor) => database.Owner.ScalarAsync<string>("select name from sensors where id = $1", sensor);

    /// <summary>A picture for who wants to look at the page: into the directory that POWERMETER_TEST_PICTURES names.</summary>
    private static async Task ShootAsync(IPage page, string name, bool isFrenchPhone)
    {
        if (Environment.GetEnvironmentVariable("POWERMETER_TEST_PICTURES") is { } directory)
            await page.ScreenshotAsync(new() { Path = Path.Combine(directory, $"backup-{name}{(isFrenchPhone ? "-phone-fr-dark" : "")}.png"), FullPage = true });
    }
}
