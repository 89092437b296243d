using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The dashboard of one sensor, of several, and of all of them.</summary>
public sealed class SeveralSensorsTests(DashboardHouse house) : IClassFixture<DashboardHouse>
{
    private static PageLocatorOptions With(string text) => new() { HasText = text };

    private string Two => string.Create(CultureInfo.InvariantCulture, $"{house.Kitchen},{house.Heater}");

    [Fact]
    public async Task Sensors_are_added_up_and_the_choice_stands_in_the_address()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.LoginAsync(string.Create(CultureInfo.InvariantCulture, $"/conso?sensor={house.Kitchen}"));
        await visit.Page.Locator("[data-watts]", With("400")).WaitForAsync();
        await visit.WaitForPointsAsync();
        await visit.Page.ClickAsync(".add-up");
        await visit.Page.Locator(".sensors a", With("Water heater")).ClickAsync();
        await visit.WaitForAddressAsync($"&sensor={Two}");
        await visit.Page.Locator("[data-watts]", With("1,400")).WaitForAsync();
        (await visit.Page.Locator($"[data-sensor-watts='{house.Heater}']").InnerTextAsync()).ShouldBe("1,000 W");

        await house.MeasureAsync(410, 2000);
        await visit.Page.Locator("[data-watts]", With("2,410")).WaitForAsync();
        await visit.Page.Locator(".sensors a", With("Kitchen")).ClickAsync();
        await visit.WaitForAddressAsync(string.Create(CultureInfo.InvariantCulture, $"&sensor={house.Heater}"));
    }

    [Theory]
    [InlineData("", 4900)]
    [InlineData("&each=1", 1900)]
    public async Task The_line_of_several_goes_on_with_their_samples(string each, int least)
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.LoginAsync($"/conso?scale=now&unit=watts{each}&sensor={Two}");
        await visit.WaitForPointsAsync();
        await Eventually.BecomesTrueAsync("the line has come to the new power", async () =>
        {
            await house.MeasureAsync(2000, 3000);
            return await visit.Page.EvaluateAsync<double>(
                "Chart.getChart(document.querySelector('canvas')).data.datasets[0].data.findLast(point => point.y !== null)?.y ?? 0") > least;
        });
        (await visit.Page.EvaluateAsync<long>("Date.now()") - await visit.LastTimeAsync()).ShouldBeLessThan(60_000);
    }

    [Fact]
    public async Task A_peak_of_a_moment_stands_in_the_sum_as_high_as_it_was()
    {
        foreach (var watts in (double[])[400, 7000, 400]) await house.MeasureAsync(watts, 1000);
        await using var visit = await house.Site.LoginAsync($"/conso?scale=now&unit=watts&sensor={Two}");
        await visit.WaitForPointsAsync();
        await visit.Page.Locator(".legend .band").WaitForAsync();
        await Eventually.BecomesTrueAsync("the band reaches the peak", async () => await visit.Page.EvaluateAsync<double>(
            "Math.max(...Chart.getChart(document.querySelector('canvas')).data.datasets[1].data.map(point => point.y ?? 0))") >= 7990);
    }

    [Fact]
    public async Task A_tablet_has_room_for_all_switches_and_for_fingers()
    {
        await house.MeasureAsync(400, 1000);
        var tablet = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 820, Height = 1180 }, HasTouch = true, Locale = "fr-FR" };
        await using var visit = await house.Site.LoginAsync("/conso?scale=month&unit=kwh&sensor=all", tablet);
        await visit.WaitForPointsAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        var scales = (await visit.Page.Locator(".scales").BoundingBoxAsync())!;
        var units = (await visit.Page.Locator(".units").BoundingBoxAsync())!;
        units.Y.ShouldBe(scales.Y);
        (units.X + units.Width).ShouldBeLessThan(820 - 24);
        foreach (var choice in await visit.Page.Locator(".segmented a:visible, .top a:visible, .top button:visible").AllAsync())
            (await choice.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(44, await choice.InnerTextAsync());
    }

    [Fact]
    public async Task A_sum_says_which_sensor_it_is_without()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.LoginAsync("/conso?sensor=all");
        await visit.Page.Locator(".tile-now.fresh [data-watts]", With("1,400")).WaitForAsync();
        await visit.Page.Locator(".each .trouble", With("without Garage: no data since")).WaitForAsync();
        (await visit.Page.Locator(".sensors [data-all][aria-current]").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_tiles_compare_foretell_and_know_the_base_load()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.LoginAsync($"/conso?sensor={Two}");
        (await visit.Page.Locator("section[aria-labelledby=tile-today]").InnerTextAsync()).ShouldContain("€");
        (await visit.Page.Locator("[data-forecast]").InnerTextAsync()).ShouldMatch("^forecast [0-9,.]+\u00A0kWh\u00A0· €[0-9,.]+$");
        // Both are steady: 400 and 1000 W, and up to 6 W more.
        var baseLoad = visit.Page.Locator("section[aria-labelledby=tile-base] .figure");
        (await baseLoad.InnerTextAsync()).ShouldStartWith("1,4");
        (await visit.Page.Locator(".tariff-badge").InnerTextAsync()).ShouldMatch("^(Peak|Off-peak) until [0-9:]+$");

        await visit.Page.ClickAsync("button[popovertarget=tile-base-how]");
        await visit.Page.Locator("#tile-base-how", With("60 minutes in a row")).WaitForAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Locator("#tile-base-how").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
    }

    [Fact]
    public async Task A_reader_sees_the_dashboard_and_no_way_to_the_settings_of_sensors()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.VisitAsReaderAsync("/conso?sensor=all");
        await visit.Page.Locator(".tile-now.fresh").WaitForAsync();
        await visit.WaitForPointsAsync();
        (await visit.Page.Locator("main a[href^='/settings']").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("en-GB", "without Garage: no data since")]
    [InlineData("fr-FR", "sans Garage\u00A0: aucune donnée depuis")]
    public async Task On_a_phone_the_tiles_stand_two_by_two(string language, string missing)
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.LoginAsync("/conso?sensor=all", new BrowserNewContextOptions(House.Phone) { Locale = language });
        await visit.WaitForPointsAsync();
        await visit.Page.Locator(".each .trouble", With(missing)).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        var boxes = new List<LocatorBoundingBoxResult>();
        foreach (var tile in await visit.Page.Locator(".tile").AllAsync()) boxes.Add((await tile.BoundingBoxAsync())!);
        boxes.Count.ShouldBe(5);
        (boxes[1].Y, boxes[3].Y).ShouldBe((boxes[2].Y, boxes[4].Y));
        boxes[1].X.ShouldBe(boxes[3].X);
        foreach (var action in await visit.Page.Locator(".tile-action:visible").AllAsync())
            (await action.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(44);
    }

    [Fact]
    public async Task A_sample_costs_little()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.VisitAsync();
        var bytes = 0L;
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Interlocked.Add(ref bytes, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
        await visit.Page.GotoAsync(string.Create(CultureInfo.InvariantCulture, $"/conso?scale=year&sensor={house.Kitchen}"));
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForPointsAsync();
        Interlocked.Exchange(ref bytes, 0);
        const int Samples = 20;
        for (var i = 1; i <= Samples; i++)
        {
            await house.MeasureAsync(100 + i, 1000);
            await visit.Page.Locator("[data-watts]", With(string.Create(CultureInfo.InvariantCulture, $"{100 + i}"))).WaitForAsync();
        }

        (Interlocked.Read(ref bytes) / Samples).ShouldBeLessThan(2500);
    }

    [Fact]
    public async Task A_page_that_hears_nothing_shows_no_value_as_live()
    {
        await house.MeasureAsync(400, 1000);
        await using var visit = await house.Site.VisitAsync();
        visit.Expected.Add(""); // a cut connection is reported in many ways
        await visit.Page.Clock.InstallAsync();
        await visit.Page.GotoAsync("/kiosk");
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.Page.Locator("[data-watts]", With("400")).WaitForAsync();
        await house.Site.Site.Process.KillAsync();
        try
        {
            await visit.Page.Clock.RunForAsync(20_000);
            await visit.Page.Locator(".kiosk[data-frozen] .frozen-note:visible").WaitForAsync();
            (await visit.Page.Locator("[data-watts]").IsVisibleAsync()).ShouldBeFalse();
        }
        finally
        {
            await house.Site.Site.RestartAsync();
        }
    }
}
