using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The page on which the API is read about and tried.</summary>
public sealed class ApiPageTests(WebFixture site) : IClassFixture<WebFixture>
{
    private const string Call = "#operations-sensors-getSensors";

    [Fact]
    public async Task A_call_is_tried_with_the_session_of_who_is_signed_in()
    {
        await site.Database.AddSensorAsync("House", WebFixture.PeriodSeconds);
        await using var visit = await site.LoginAsync();
        await visit.Page.ClickAsync("a[href='/guide']");
        await visit.Page.ClickAsync(".guide-nav a[href='/docs/api']");
        await ExecuteAsync(visit);
        var answer = visit.Page.Locator($"{Call} .live-responses-table");
        await answer.Locator(".response-col_status", new() { HasText = "200" }).First.WaitForAsync();
        (await answer.Locator(".highlight-code").First.InnerTextAsync()).ShouldContain("\"name\": \"House\"");
        await PictureAsync(visit, "light");
    }

    [Fact]
    public async Task A_call_is_tried_with_a_token_and_refused_without_one()
    {
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark });
        visit.Expected.Add("401");
        await visit.Page.GotoAsync("/docs/api");
        await ExecuteAsync(visit);
        await visit.Page.Locator($"{Call} .live-responses-table .response-col_status", new() { HasText = "401" }).First.WaitForAsync();

        await visit.Page.ClickAsync("button.authorize");
        var token = await site.Database.AddTokenAsync("page", "read", WebFixture.Login);
        await visit.Page.Locator(".auth-container input").First.FillAsync(token);
        await visit.Page.Locator(".auth-btn-wrapper button.authorize").First.ClickAsync();
        await PictureAsync(visit, "authorize");
        await visit.Page.ClickAsync(".btn-done");
        await visit.Page.ClickAsync($"{Call} .execute");
        await visit.Page.Locator($"{Call} .live-responses-table .response-col_status", new() { HasText = "200" }).First.WaitForAsync();
        (await visit.Page.Locator("html.dark-mode").CountAsync()).ShouldBe(1);
        await PictureAsync(visit, "dark");
    }

    [Fact]
    public async Task Every_call_can_be_opened_on_a_phone_and_the_page_is_not_wider_than_it()
    {
        var options = new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" };
        await using var visit = await site.VisitAsync(options);
        await visit.Page.GotoAsync("/docs/api");
        (await visit.Page.Locator("h1").First.InnerTextAsync()).ShouldBe("Interface de programmation");
        await visit.Page.Locator(Call).WaitForAsync();
        await PictureAsync(visit, "phone");
        foreach (var call in await visit.Page.Locator(".opblock-summary-control").AllAsync()) await call.ClickAsync();
        await visit.Page.Locator(".opblock.is-open .responses-wrapper").Last.WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await PictureAsync(visit, "phone-open");
    }

    private static async Task ExecuteAsync(Visit visit)
    {
        await visit.Page.Locator(Call).ClickAsync();
        await visit.Page.ClickAsync($"{Call} .execute");
    }

    private static Task PictureAsync(Visit visit, string name) => visit.Page.ScreenshotAsync(
        new PageScreenshotOptions { Path = Repository.File($"artifacts/screenshots/api-{name}.png"), FullPage = true });
}
