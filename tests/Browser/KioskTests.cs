using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The full screen for a tablet on the wall.</summary>
public sealed class KioskTests(DashboardHouse house) : IClassFixture<DashboardHouse>
{
    private const string CountWakeLocks = """
        Object.defineProperty(navigator, 'wakeLock', { value: { request: async kind => {
          document.documentElement.dataset.awake = kind;
          return { release: async () => { delete document.documentElement.dataset.awake; } };
        } } });
        """;

    private static PageLocatorOptions With(string text) => new() { HasText = text };

    [Fact]
    public async Task A_tablet_shows_power_and_today_keeps_awake_and_is_left_by_one_tap()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.VisitAsync(DashboardHouse.Tablet);
        await visit.Page.AddInitScriptAsync(CountWakeLocks);
        await visit.Page.GotoAsync("/kiosk");
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.Page.Locator("[data-watts]", With("400")).WaitForAsync();
        await visit.Page.Locator("html[data-awake=screen]").WaitForAsync();
        (await visit.Page.Locator("[data-today]").InnerTextAsync()).ShouldEndWith("kWh");
        (await visit.Page.Locator(".kiosk-axis span").CountAsync()).ShouldBeInRange(23, 25);
        (await visit.Page.Locator("[data-watts]").BoundingBoxAsync())!.Height.ShouldBeGreaterThan(240);
        (await visit.Page.EvaluateAsync<int>("document.documentElement.scrollHeight - innerHeight")).ShouldBeLessThanOrEqualTo(0);
        (await visit.OverflowAsync()).ShouldBe(0);
        (await visit.Page.Locator("nav").CountAsync()).ShouldBe(0);

        await house.MeasureAsync(4321, 1000);
        await visit.Page.Locator("[data-watts]", With("4,320")).WaitForAsync();
        await visit.Page.ClickAsync(".kiosk-leave");
        await visit.WaitForAddressAsync("/conso");
        await visit.Page.Locator("html:not([data-awake])").WaitForAsync();
    }

    [Fact]
    public async Task A_silent_sensor_fills_the_screen_with_the_colour_of_trouble()
    {
        await using var visit = await house.Site.LoginAsync(
            string.Create(CultureInfo.InvariantCulture, $"/kiosk?sensor={house.Garage}"), new BrowserNewContextOptions(DashboardHouse.Tablet) { Locale = "fr-FR" });
        await visit.Page.Locator(".kiosk-now.stale .kiosk-state", With("aucune donnée depuis")).WaitForAsync();
        (await visit.Page.Locator("[data-watts]").InnerTextAsync()).ShouldBe("–");
        (await visit.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('.kiosk')).boxShadow")).ShouldContain("inset");
    }

    [Fact]
    public async Task A_sum_names_its_sensors_and_fits_an_upright_phone()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.LoginAsync(
            string.Create(CultureInfo.InvariantCulture, $"/kiosk?sensor={house.Kitchen},{house.Heater}"), new BrowserNewContextOptions(House.Phone));
        await visit.Page.Locator("[data-watts]", With("1,400")).WaitForAsync();
        (await visit.Page.Locator(".kiosk-name").InnerTextAsync()).ShouldBe("Kitchen + Water heater");
        (await visit.OverflowAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task With_a_size_it_is_the_picture_of_the_small_display_in_whole_steps()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.LoginAsync("/kiosk?size=160x128", DashboardHouse.Tablet);
        var picture = visit.Page.Locator(".kiosk-picture img[data-scale]");
        await picture.WaitForAsync();
        // 800 / 128 is 6.25.
        (await picture.GetAttributeAsync("data-scale")).ShouldBe("6");
        var box = (await picture.BoundingBoxAsync())!;
        (box.Width, box.Height).ShouldBe((960, 768));
        (await visit.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('img')).imageRendering")).ShouldBe("pixelated");
        await visit.Page.EvaluateAsync("document.querySelector('img').decode()");
        (await visit.Page.EvaluateAsync<int[]>("[document.querySelector('img').naturalWidth, document.querySelector('img').naturalHeight]")).ShouldBe([160, 128]);

        var before = await picture.GetAttributeAsync("src");
        await house.MeasureAsync(500, 1000);
        await Eventually.BecomesTrueAsync("the picture is asked for anew", async () => await picture.GetAttributeAsync("src") != before);
    }

    [Theory]
    [InlineData("/kiosk?size=160", "“160” is no size. Write width x height in pixels, each from 16 to 4096, such as size=160x128.")]
    [InlineData("/kiosk?size=160x9999", "“160x9999” is no size.")]
    [InlineData("/kiosk?sensor=kitchen", "“kitchen” names no sensor.")]
    [InlineData("/kiosk?size=160x128&sensor=1", "size and sensor do not go together")]
    public async Task A_wrong_address_says_what_is_allowed(string path, string message)
    {
        await using var visit = await house.Site.LoginAsync();
        visit.Expected.Add("400");
        (await visit.Page.GotoAsync(path))!.Status.ShouldBe(400);
        (await visit.Page.Locator(".notice").InnerTextAsync()).ShouldContain(message);
    }
}
