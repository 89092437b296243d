using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>Pages are there before their connection is, and nothing is seen when it comes; nor is anything lost before.</summary>
public sealed class ComingAliveTests(House house) : IClassFixture<House>
{
    private const string Controls = "button:not([type=button][popovertarget]):not([data-theme-toggle]), input, select, textarea";

    /// <summary>Marks the page that the server sent, and takes down when one that takes its place is loading, or has little to say.</summary>
    private const string Watch = """
        let sent = null;
        let length = 0;
        window.seen = [];
        new MutationObserver(() => {
          const main = document.querySelector("main");
          if (!sent && main) {
            sent = main;
            sent.isSent = true;
          }

          const now = main?.textContent.trim().length ?? 0;
          if (main === sent) length = Math.max(length, now);
          else if (main?.querySelector(".loading")) seen.push("loading");
          else if (now < length / 2) seen.push("empty");
        }).observe(document, { subtree: true, childList: true });
        """;

    [Fact]
    public async Task Nothing_flashes_when_a_page_comes_alive()
    {
        await using var visit = await house.Site.LoginAsync();
        // Pages are left before all of their scripts are there.
        visit.Expected.Add("Failed to load module script");
        await visit.Page.AddInitScriptAsync(Watch);
        var flashing = new List<string>();
        foreach (var path in (string[])
                 ["/conso", "/data", "/data?view=samples", "/data?view=gaps", "/data?view=corrections", "/settings/sensors", $"/settings/sensors/{house.LastSensor}",
                     "/settings/contracts", "/settings/general", "/settings/display", "/settings/storage", "/status", "/w3bstream"])
        {
            await visit.Page.GotoAsync(path);
            await Eventually.BecomesTrueAsync($"{path} is alive", () => visit.Page.EvaluateAsync<bool>("document.querySelector('main')?.isSent !== true"));
            if (await visit.Page.EvaluateAsync<string>("seen.join()") is { Length: > 0 } seen) flashing.Add($"{path}: {seen}");
        }

        flashing.ShouldBeEmpty();
    }

    [Fact]
    public async Task Until_the_script_is_there_pages_are_read_and_links_work_and_nothing_is_lost()
    {
        await using var visit = await house.Site.LoginAsync();
        // Pages are left before all of their scripts are there.
        visit.Expected.Add("Failed to load module script");
        await HoldScriptAsync(visit, out var isLate);
        var open = new List<string>();
        foreach (var (path, text) in ((string, string)[])
                 [("/conso", "Today"), ("/settings/general", "Time zone"), ("/settings/sensors", House.LastName), ("/settings/sensors/add", "Add a sensor"),
                     ("/data", "kWh"), ("/data?view=samples", "Off-peak"), ("/data?view=corrections", "Correct")])
        {
            await visit.Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
            await visit.Page.Locator("main", new PageLocatorOptions { HasText = text }).First.WaitForAsync();
            foreach (var control in await visit.Page.Locator($"main :is({Controls}):visible:enabled").AllAsync())
                open.Add($"{path}: {await control.EvaluateAsync<string>("control => control.cloneNode(false).outerHTML")}");
        }

        open.ShouldBeEmpty();
        await visit.Page.Locator("header a[href='/guide']").ClickAsync();
        await visit.WaitForAddressAsync("/guide");
        await visit.Page.GotoAsync("/settings/general", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        isLate.SetResult();
        await visit.Page.Locator("main form button[type=submit]:enabled").First.WaitForAsync();
    }

    /// <summary>Blazor told the server the page's address before; the server draws what it was told, at some time after.</summary>
    [Theory]
    [InlineData("StartCircuit")]
    [InlineData("UpdateRootComponents")]
    public async Task A_link_that_is_followed_while_the_page_comes_alive_leads_there(string lastHeard)
    {
        await using var visit = await house.Site.LoginAsync();
        using var server = new HeldServer(lastHeard);
        await visit.Page.RouteWebSocketAsync("**/_blazor**", server.Connect);
        await visit.Page.GotoAsync("/settings/account", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await Eventually.BecomesTrueAsync($"the page says {lastHeard}", () => Task.FromResult(server.IsHeld));
        await visit.Page.ClickAsync(".settings-link[href='/settings/tokens']");
        await visit.Page.Locator("#name").WaitForAsync();
        server.LetGo();
        await visit.Page.Locator("#name:enabled").WaitForAsync();
        visit.Page.Url.ShouldEndWith("/settings/tokens");
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe("API tokens");
    }

    [Fact]
    public async Task Who_has_no_scripts_signs_in_and_reads()
    {
        await using var visit = await house.Site.VisitAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        await visit.Page.GotoAsync("/conso");
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.Page.Locator("#tile-today").WaitForAsync();
        await visit.Page.ClickAsync("header a[href='/data']");
        await visit.Page.Locator("table.data-table").First.WaitForAsync();
    }

    [Fact]
    public async Task The_first_run_waits_for_its_script()
    {
        await using var site = await WebFixture.StartEmptyAsync();
        await using var visit = await site.VisitAsync();
        await HoldScriptAsync(visit, out var isLate);
        await visit.Page.GotoAsync("/", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
        await visit.Page.Locator("#time-zone").WaitForAsync();
        (await visit.Page.Locator("#next").IsDisabledAsync()).ShouldBeTrue();
        isLate.SetResult();
        await visit.Page.Locator("#next:enabled").WaitForAsync();
    }

    private static Task HoldScriptAsync(Visit visit, out TaskCompletionSource isLate)
    {
        var held = isLate = new TaskCompletionSource();
        return visit.Page.RouteAsync("**/blazor.web*.js", async route =>
        {
            await held.Task;
            await route.ContinueAsync();
        });
    }
}
