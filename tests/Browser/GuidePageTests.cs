using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class GuidePageTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Theory]
    [InlineData("/guide/start")]
    [InlineData("/guide/questions")]
    [InlineData("/community")]
    public async Task On_a_phone_the_strip_of_chapters_shows_which_one_is_open(string path)
    {
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        await visit.Page.GotoAsync(path);
        var open = await visit.Page.Locator(".guide-nav [aria-current]").BoundingBoxAsync();
        open!.X.ShouldBeGreaterThanOrEqualTo(0);
        (open.X + open.Width).ShouldBeLessThanOrEqualTo(visit.Page.ViewportSize!.Width);
        (await visit.OverflowAsync()).ShouldBe(0);
    }
}
