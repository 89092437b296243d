using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>No page has anything serious in the way of people who see, hear or move otherwise; in both themes, on both sizes.</summary>
public sealed partial class AccessibilityTests(House house) : IClassFixture<House>
{
    /// <summary>All that an administrator can open; a page that is not listed here is found by <see cref="Every_page_is_looked_at"/>.</summary>
    private static readonly string[] Pages =
    [
        "/conso", "/conso?scale=now&unit=watts", "/conso?scale=year&unit=money&compare=previous", "/kiosk", "/kiosk?size=160x128",
        "/data", "/data?view=samples", "/data?view=gaps", "/data?view=corrections", "/data?view=transfer",
        "/settings", "/settings/account", "/settings/general", "/settings/people", "/settings/tokens", "/settings/sensors", "/settings/sensors/add", "/settings/sensors/{id}",
        "/settings/contracts", "/settings/display", "/settings/storage", "/settings/backup", "/settings/about", "/status", "/w3bstream",
        "/guide", "/guide/wiring", "/community", "/docs/api", "/nowhere",
    ];

    /// <summary>Looked at elsewhere: before anybody is signed in, when something fails, and before there is a base station.</summary>
    private static readonly string[] Elsewhere = ["/login", "/error", "/not-found", "/install"];

    [Fact]
    public void Every_page_is_looked_at() => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src", "Web", "Components"), "*.razor", SearchOption.AllDirectories)
        .SelectMany(File.ReadLines)
        .Where(line => line.StartsWith("@page ", StringComparison.Ordinal))
        .Select(line => line.Split('"')[1])
        .Except(["/"])
        .Where(page => !Pages.Concat(Elsewhere).Any(known => Shape(known.Split('?')[0]) == Shape(page)))
        .ShouldBeEmpty();

    [Theory]
    [InlineData("/data")]
    [InlineData("/conso")]
    [InlineData("/settings/general")]
    public async Task A_page_has_its_title_at_every_moment(string page)
    {
        await using var visit = await house.Site.LoginAsync("/conso");
        await visit.Page.AddInitScriptAsync("""
            window.untitled = [];
            new MutationObserver(() => {
              if (document.body && document.title.trim() === "") window.untitled.push(performance.now());
            }).observe(document, { childList: true, subtree: true });
            """);
        await visit.Page.GotoAsync(page);
        await Eventually.BecomesTrueAsync("the live page has its title", async () =>
            await visit.Page.EvaluateAsync<bool>("window.Blazor !== undefined && document.head.querySelectorAll('title').length === 1"));
        await visit.Page.Locator("main :is(h1, h2)").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
        (await visit.Page.EvaluateAsync<double[]>("window.untitled")).ShouldBeEmpty();
        (await visit.Page.TitleAsync()).ShouldEndWith(" – PowerMeter");
    }

    // A place for an id or a name is one, however it is called.
    private static string Shape(string page) => Place().Replace(page, "{}");

    [GeneratedRegex(@"\{[^}]*\}|(?<=^/guide/).+")]
    private static partial Regex Place();

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, false)]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Nothing_serious_is_in_anybodys_way(ColorScheme theme, bool phone)
    {
        var options = phone ? new BrowserNewContextOptions(House.Phone) : new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } };
        options.ColorScheme = theme;
        options.ReducedMotion = ReducedMotion.Reduce;
        var found = new List<string>();
        await using (var stranger = await house.Site.VisitAsync(options))
        {
            await stranger.Page.GotoAsync("/login");
            found.AddRange((await Accessibility.FindAsync(stranger.Page)).Select(line => $"/login {line}"));
        }

        await using var visit = await house.Site.LoginAsync("/conso", options);
        visit.Expected.Add("404 (Not Found)");
        foreach (var page in Pages)
        {
            await visit.Page.GotoAsync(page.Replace("{id}", $"{house.SilentSensor}", StringComparison.Ordinal), new() { WaitUntil = WaitUntilState.Load });
            await visit.Page.Locator("main :is(h1, h2)").First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            if (page == "/docs/api") await visit.Page.Locator(".opblock").Last.WaitForAsync();
            found.AddRange((await Accessibility.FindAsync(visit.Page)).Select(line => $"{page} {line}"));
            if (await visit.OverflowAsync() is > 0 and var wide) found.Add($"{page} is {wide} pixels wider than the window");
        }

        found.ShouldBeEmpty();
    }
}
