using Microsoft.Playwright;
using PowerMeter.Shared.Database;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>Where an administrator of a base station that works does not come: what is refused, what went wrong, what is open to all, what opens over a page.</summary>
public sealed class AccessibilityElsewhereTests(House house) : IClassFixture<House>
{
    private readonly List<string> _found = [];

    private WebFixture Site => house.Site;

    [Theory]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    public async Task Nothing_serious_is_in_the_way_of_a_stranger(ColorScheme theme, bool phone)
    {
        await using var visit = await Site.VisitAsync(Options(theme, phone));
        visit.Expected.Add("40");
        await visit.Page.GotoAsync("/login");
        await visit.SignInAsync("nobody", "not the password");
        await visit.Page.Locator("#login-error").WaitForAsync();
        await LookAsync(visit, "/login with an error");
        await visit.Page.GotoAsync("/error");
        await visit.Page.Locator("main h2").WaitForAsync();
        await LookAsync(visit, "/error");

        await using var admin = await Site.LoginAsync("/settings/general");
        await OpenToAllAsync(admin, true);
        await visit.Page.GotoAsync("/conso");
        await visit.WaitForPointsAsync();
        await LookAsync(visit, "/conso without signing in");
        await OpenToAllAsync(admin, false);
        _found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, false)]
    [InlineData(ColorScheme.Dark, true)]
    public async Task Nor_of_who_only_reads_and_is_told_that_a_page_is_not_for_him(ColorScheme theme, bool phone)
    {
        var reader = $"reader {theme}";
        await Site.Database.AddUserAsync(reader, WebFixture.Password, User.Reader);
        await using var visit = await Site.VisitAsync(Options(theme, phone));
        visit.Expected.Add("403");
        await visit.Page.GotoAsync("/settings/people");
        await visit.SignInAsync(reader, WebFixture.Password);
        await visit.Page.Locator(".notice h2").WaitForAsync();
        await LookAsync(visit, "not allowed");
        _found.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ColorScheme.Light, true)]
    [InlineData(ColorScheme.Dark, false)]
    public async Task Nor_in_what_opens_over_a_page_or_says_what_is_wrong_with_an_answer(ColorScheme theme, bool phone)
    {
        await using var visit = await Site.LoginAsync("/conso", Options(theme, phone));
        await visit.WaitForPointsAsync();
        await visit.Page.ClickAsync("[popovertarget=tile-base-how]");
        await visit.Page.Locator("#tile-base-how").WaitForAsync();
        await LookAsync(visit, "how a figure comes about");

        await visit.Page.GotoAsync("/settings/people");
        await visit.Page.ClickAsync("form[aria-labelledby=add-title] button[type=submit]:not(:disabled)");
        await visit.Page.Locator("#name[aria-invalid=true]").WaitForAsync();
        await LookAsync(visit, "/settings/people with faults");
        (await Accessibility.FindUndescribedAsync(visit.Page)).ShouldBeEmpty();

        await visit.Page.GotoAsync("/docs/api");
        await visit.Page.ClickAsync("#operations-sensors-getSensors .opblock-summary-control");
        await visit.Page.ClickAsync("#operations-sensors-getSensors .execute");
        await visit.Page.Locator("#operations-sensors-getSensors .live-responses-table .response-col_status", new() { HasText = "200" }).First.WaitForAsync();
        await LookAsync(visit, "/docs/api with a call that was tried");
        _found.ShouldBeEmpty();
    }

    private static BrowserNewContextOptions Options(ColorScheme theme, bool phone)
    {
        var options = phone ? new BrowserNewContextOptions(House.Phone) : new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } };
        options.ColorScheme = theme;
        options.ReducedMotion = ReducedMotion.Reduce;
        return options;
    }

    private async Task LookAsync(Visit visit, string where)
    {
        _found.AddRange((await Accessibility.FindAsync(visit.Page)).Select(line => $"{where} {line}"));
        if (await visit.OverflowAsync() is > 0 and var wide) _found.Add($"{where} is {wide} pixels wider than the window");
    }

    private static async Task OpenToAllAsync(Visit admin, bool isOpen)
    {
        await admin.Page.SetCheckedAsync("#dashboard_on_lan", isOpen);
        await admin.Page.ClickAsync("form[aria-labelledby=open-title] button[type=submit]");
        await Assertions.Expect(admin.Page.Locator("form[aria-labelledby=open-title] .saved")).ToContainTextAsync("Saved");
    }
}
