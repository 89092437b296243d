using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>Another language for a while, and back.</summary>
public sealed class LanguageTests(House house) : IClassFixture<House>
{
    [Theory]
    [InlineData("en-GB", "Thursday, 5 March 2026")]
    [InlineData("en-US", "Thursday, March 5, 2026")]
    public async Task Who_comes_back_to_a_language_finds_the_dates_of_the_region(string region, string title)
    {
        const string Day = "/conso?scale=day&unit=kwh&date=2026-03-05";
        await using var visit = await house.Site.LoginAsync(Day, new BrowserNewContextOptions { Locale = region });
        var heading = visit.Page.Locator(".chart-head h2");
        (await heading.InnerTextAsync()).ShouldBe(title);
        await visit.Page.Locator("a[hreflang=fr]").First.ClickAsync();
        await visit.Page.Locator("html[lang=fr]").WaitForAsync();
        (await heading.InnerTextAsync()).ShouldBe("Jeudi 5 mars 2026");
        await visit.Page.Locator("a[hreflang=en]").First.ClickAsync();
        await visit.Page.Locator("html[lang=en]").WaitForAsync();
        (await heading.InnerTextAsync()).ShouldBe(title);
    }
}
