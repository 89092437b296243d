using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The dashboard without a mouse: from signing in to a closer look, by keys alone.</summary>
public sealed class DashboardKeyboardTests(ChartHouse house) : IClassFixture<ChartHouse>
{
    [Theory]
    [InlineData(1440)]
    [InlineData(720)]
    public async Task Everything_is_reached_in_the_order_in_which_it_is_read(int width)
    {
        await using var visit = await SignInAsync("/conso?scale=day&unit=watts", width);
        var keyboard = new Keyboard(visit.Page);
        await keyboard.PressAsync("Tab");
        (await keyboard.IsAtAsync(".skip")).ShouldBeTrue("the first stop is the way past the header");
        var header = await keyboard.TabToAsync(".sensors a");
        header[^1].ShouldBe("all=", "the last stop of the header is followed by the sensors");
        var stops = await keyboard.TabToAsync("[data-zoom=in]");
        string[] expected = ["go=previous", "scale=now", "scale=day", "scale=year", "unit=watts", "unit=money", "kind=line", "zoom=out", "zoom=in"];
        var places = expected.Select(name => stops.ToList().FindIndex(stop => stop.StartsWith(name, StringComparison.Ordinal))).ToList();
        places.ShouldNotContain(-1, string.Join(", ", stops));
        places.ShouldBeInOrder(SortDirection.Ascending, string.Join(", ", stops));

        // And back past the header at once.
        await keyboard.TabBackToAsync(".skip");
        await keyboard.PressAsync("Enter");
        await Eventually.BecomesTrueAsync("the content has the focus", () => keyboard.IsAtAsync("main"));
        (await keyboard.TabToAsync(".sensors a")).Count.ShouldBe(1);
        visit.Page.Url.ShouldContain("/conso?scale=day&unit=watts");
    }

    [Fact]
    public async Task Sensors_scales_units_bars_periods_and_comparison_are_chosen()
    {
        await using var visit = await SignInAsync("/conso?scale=day&unit=kwh", 1440);
        var page = visit.Page;
        var keyboard = new Keyboard(page);
        var solar = FormattableString.Invariant($".sensors a[href*='sensor={house.Solar}']");
        await keyboard.PressAsync(solar, "Enter");
        await page.Locator($"{solar}[aria-current]").WaitForAsync();
        (await keyboard.IsAtAsync(solar)).ShouldBeTrue("what was chosen keeps the focus");
        await keyboard.PressAsync(".add-up", "Space");
        await page.Locator(".add-up[aria-pressed=true]").WaitForAsync();
        await keyboard.TabBackToAsync(".sensors a:nth-of-type(2)");
        await keyboard.PressAsync("Enter");
        await page.Locator(".sensors a[aria-current]").Nth(1).WaitForAsync();
        await keyboard.PressAsync("[data-each='1']", "Enter");
        await page.Locator("[data-each='1'][aria-current]").WaitForAsync();
        await keyboard.PressAsync("[data-scale=week]", "Enter");
        await page.Locator("[data-scale=week][aria-current]").WaitForAsync();
        await keyboard.PressAsync("[data-unit=money]", "Enter");
        await page.Locator("canvas[data-unit=money]").WaitForAsync();

        await keyboard.TabToAsync("canvas");
        var week = page.Url;
        await keyboard.PressAsync("PageUp");
        await visit.WaitForAddressAsync(address => address != week);
        await visit.WaitForPointsAsync(7);
        var title = await page.Locator(".period h2").InnerTextAsync();
        await keyboard.PressAsync("Home");
        await page.Locator(".readout", new() { HasText = "€" }).WaitForAsync();
        var first = await page.Locator(".readout").InnerTextAsync();
        await keyboard.PressAsync("ArrowRight");
        await Eventually.BecomesTrueAsync("the next bar is told", async () => await page.Locator(".readout").InnerTextAsync() != first);
        await page.Locator(".readout[aria-live=polite]").WaitForAsync();
        (await keyboard.IsAtAsync("canvas")).ShouldBeTrue("the chart keeps the focus");

        await keyboard.TabBackToAsync(".compare select");
        await keyboard.PressAsync("ArrowDown");
        await visit.WaitForAddressAsync(address => address.Contains("compare=previous", StringComparison.Ordinal));
        await page.Locator("canvas:not([data-ghost=''])").WaitForAsync();
        (await page.Locator(".period h2").InnerTextAsync()).ShouldBe(title);
        await keyboard.TabToAsync("canvas");
        await keyboard.PressAsync("PageDown");
        await Eventually.BecomesTrueAsync("it is this week again", async () => await page.Locator(".period h2").InnerTextAsync() != title);
        // Of this week there is no next one: the way there does not take the focus with it.
        (await keyboard.IsAtAsync("canvas")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_line_is_looked_at_closer_and_as_a_whole_again()
    {
        await using var visit = await SignInAsync("/conso?scale=day&unit=watts", 1440);
        var keyboard = new Keyboard(visit.Page);
        await keyboard.TabToAsync("canvas");
        await keyboard.PressAsync("+");
        await keyboard.PressAsync("+");
        await visit.WaitForAddressAsync(address => address.Contains("span=", StringComparison.Ordinal));
        await keyboard.PressAsync("0");
        await visit.WaitForAddressAsync(address => !address.Contains("span=", StringComparison.Ordinal));
    }

    // By keys too: the field for the name has the focus at once.
    private async Task<Visit> SignInAsync(string path, int width)
    {
        var visit = await house.Site.VisitAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 900 } });
        await visit.Page.GotoAsync(path);
        var keyboard = new Keyboard(visit.Page);
        await Eventually.BecomesTrueAsync("the name can be typed at once", () => keyboard.IsAtAsync("#login"));
        await visit.Page.Keyboard.TypeAsync(WebFixture.Login);
        await keyboard.TypeAsync("#password", WebFixture.Password);
        await keyboard.PressAsync("Enter");
        await visit.WaitForAddressAsync(path);
        await visit.WaitForPointsAsync();
        return visit;
    }
}
