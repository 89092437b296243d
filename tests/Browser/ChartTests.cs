using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class ChartTests(ChartHouse house) : IClassFixture<ChartHouse>
{
    private WebFixture Site => house.Site;

    private static ILocator Readout(Visit visit, string text) => visit.Page.Locator(".readout", new() { HasText = text });

    [Fact]
    public async Task The_keyboard_goes_through_bars_and_periods_and_into_a_bar()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=day&unit=kwh");
        await visit.WaitForPointsAsync();
        await visit.Page.ClickAsync("[data-go=previous]");
        await visit.WaitForAddressAsync(address => address.Contains("&date=", StringComparison.Ordinal));
        await visit.WaitForPointsAsync(23);
        await visit.Canvas.FocusAsync();
        await PressAsync("Home", "00:00–01:00");
        await PressAsync("ArrowRight", "01:00–02:00");
        await PressAsync("End", "23:00–00:00");
        await PressAsync("ArrowLeft", "22:00–23:00");
        await PressAsync("Escape", "Total");
        var dayBefore = visit.Page.Url;
        var title = await visit.Page.Locator(".period h2").InnerTextAsync();
        await visit.Page.Keyboard.PressAsync("PageUp");
        await visit.WaitForAddressAsync(address => address != dayBefore);
        // A key goes on from what is shown.
        await Eventually.BecomesTrueAsync("the day before is shown", async () => await visit.Page.Locator(".period h2").InnerTextAsync() != title);
        await visit.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await visit.WaitForAddressAsync(dayBefore[dayBefore.IndexOf("/conso", StringComparison.Ordinal)..]);

        await visit.Page.ClickAsync("[data-scale=year]");
        await visit.Page.Locator("[data-scale=year][aria-current]").WaitForAsync();
        await visit.WaitForAddressAsync(address => address.Contains("scale=year", StringComparison.Ordinal));
        await Eventually.BecomesTrueAsync("the year is drawn", async () => await visit.WaitForPointsAsync() <= 2);
        await visit.Canvas.FocusAsync();
        await PressAsync("End", "so far");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.WaitForAddressAsync(address => address.Contains("scale=month", StringComparison.Ordinal));

        async Task PressAsync(string key, string told)
        {
            await visit.Page.Keyboard.PressAsync(key);
            await Readout(visit, told).WaitForAsync();
        }
    }

    [Fact]
    public async Task A_gap_is_said_with_its_coverage_in_bars_and_on_the_line()
    {
        var date = house.GapDay.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var visit = await Site.LoginAsync($"/conso?scale=day&unit=kwh&date={date}");
        await visit.WaitForPointsAsync(20);
        await visit.Canvas.FocusAsync();
        await Eventually.BecomesTrueAsync("a bar without samples is found", async () =>
        {
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            return (await visit.Page.Locator(".readout").InnerTextAsync()).Contains("No samples", StringComparison.Ordinal);
        });
        (await visit.Page.Locator(".readout").InnerTextAsync()).ShouldContain("0% measured");

        await visit.Page.ClickAsync("[data-unit=watts]");
        await visit.Page.Locator("canvas[data-kind=line]").WaitForAsync();
        var box = (await visit.Canvas.BoundingBoxAsync())!;
        await Eventually.BecomesTrueAsync("the silence is found by pointing at it", async () =>
        {
            for (var part = 0.45; part < 0.75; part += 0.02)
            {
                await visit.Page.Mouse.MoveAsync(box.X + (float)(box.Width * part), box.Y + box.Height / 2);
                if ((await visit.Page.Locator(".readout").InnerTextAsync()).Contains("No samples", StringComparison.Ordinal)) return true;
            }

            return false;
        });
    }

    [Fact]
    public async Task The_comparison_is_drawn_said_remembered_and_forgotten()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=week&unit=kwh");
        await visit.WaitForPointsAsync();
        (await visit.Canvas.GetAttributeAsync("data-ghost")).ShouldBe("");
        await visit.Page.SelectOptionAsync(".compare select", "previous");
        await visit.WaitForAddressAsync("/conso?scale=week&unit=kwh&compare=previous");
        await visit.Page.Locator("canvas:not([data-ghost=''])").WaitForAsync();
        (await visit.Page.Locator(".readout").InnerTextAsync()).ShouldMatch("[+−]?[0-9]+% against .*kWh");
        (await visit.Page.Locator(".legend .ghost").CountAsync()).ShouldBe(1);

        // Another address that says nothing of it, in the same browser.
        await visit.Page.GotoAsync("/conso?scale=day&unit=watts");
        await visit.WaitForAddressAsync("/conso?scale=day&unit=watts&compare=previous");
        await visit.Page.Locator("canvas[data-kind=line]:not([data-ghost=''])").WaitForAsync();

        await visit.Page.SelectOptionAsync(".compare select", "none");
        await visit.WaitForAddressAsync("/conso?scale=day&unit=watts");
        await visit.Page.ReloadAsync();
        await visit.WaitForPointsAsync();
        (await visit.Canvas.GetAttributeAsync("data-ghost")).ShouldBe("");
    }

    [Fact]
    public async Task A_closer_look_reads_finer_samples_and_a_peak_of_a_second_is_always_seen()
    {
        var noon = DateTimeOffset.FromUnixTimeSeconds(house.Peak);
        await using var visit = await Site.LoginAsync($"/conso?scale=day&unit=watts&date={noon:yyyy-MM-dd}");
        await visit.WaitForPointsAsync(500);
        (await visit.Canvas.GetAttributeAsync("data-step")).ShouldBe("120000");
        (await visit.Canvas.GetAttributeAsync("aria-label"))!.ShouldContain("7,777 watts");
        await visit.Canvas.FocusAsync();
        foreach (var _ in Enumerable.Range(0, 3)) await visit.Page.Keyboard.PressAsync("+");
        await visit.WaitForAddressAsync(address => Regex.IsMatch(address, "&span=[0-9]+-[0-9]+$"));
        await visit.Page.Locator("canvas[data-step='0']").WaitForAsync();
        (await visit.Canvas.GetAttributeAsync("aria-label"))!.ShouldContain("7,777 watts");
        var zoomed = visit.Page.Url;

        await visit.Page.Keyboard.DownAsync("Control");
        var box = (await visit.Canvas.BoundingBoxAsync())!;
        await visit.Page.Mouse.MoveAsync(box.X + box.Width / 2, box.Y + box.Height / 2);
        await visit.Page.Mouse.WheelAsync(0, -200);
        await visit.Page.Keyboard.UpAsync("Control");
        await visit.WaitForAddressAsync(address => address != zoomed);
        var closer = visit.Page.Url;

        await visit.Page.Mouse.DownAsync();
        await visit.Page.Mouse.MoveAsync(box.X + box.Width / 2 - 200, box.Y + box.Height / 2, new() { Steps = 5 });
        await visit.Page.Mouse.UpAsync();
        await visit.WaitForAddressAsync(address => address != closer);
        From(visit.Page.Url).ShouldBeGreaterThan(From(closer));

        await visit.Page.ClickAsync("a[data-zoom=reset]");
        await visit.WaitForAddressAsync($"&date={noon:yyyy-MM-dd}");
        await visit.Page.Locator("canvas[data-step='120000']").WaitForAsync();

        static long From(string address) => long.Parse(Regex.Match(address, "span=([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task A_link_opens_the_same_piece_of_the_line_again()
    {
        var address = $"/conso?scale=day&unit=watts&compare=year&span={house.Peak - 60}-{house.Peak + 60}&sensor={house.House}";
        await using var visit = await Site.LoginAsync(address);
        await visit.WaitForPointsAsync(200);
        (await visit.Canvas.GetAttributeAsync("data-from")).ShouldBe($"{house.Peak - 60}000");
        (await visit.Canvas.GetAttributeAsync("data-until")).ShouldBe($"{house.Peak + 60}000");
        (await visit.Page.Locator(".compare select").InputValueAsync()).ShouldBe("year");
        await visit.Page.ClickAsync("[data-scale=month]");
        await visit.WaitForAddressAsync(there => there.Contains("scale=month", StringComparison.Ordinal) && !there.Contains("span", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_calendar_goes_to_a_day_within_its_bounds()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=day&unit=kwh");
        await visit.WaitForPointsAsync();
        var field = visit.Page.Locator(".date-pick input");
        var (first, last) = ((await field.GetAttributeAsync("min"))!, (await field.GetAttributeAsync("max"))!);
        (DateOnly.Parse(last, CultureInfo.InvariantCulture).DayNumber - DateOnly.Parse(first, CultureInfo.InvariantCulture).DayNumber).ShouldBeInRange(20, 22);
        await field.FillAsync(first);
        await visit.WaitForAddressAsync($"/conso?scale=day&unit=kwh&date={first}");
        await field.FillAsync("2019-05-05");
        await visit.WaitForAddressAsync($"/conso?scale=day&unit=kwh&date={first}");
        (await field.GetAttributeAsync("aria-label")).ShouldBe("Choose a date");
        await visit.Page.ClickAsync("[data-scale=month]");
        await visit.Page.Locator(".date-pick input[type=month]").WaitForAsync();
    }

    [Fact]
    public async Task Several_sensors_are_summed_or_drawn_each_for_itself()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=day&unit=kwh&sensor=all");
        await visit.WaitForPointsAsync();
        (await visit.Canvas.GetAttributeAsync("data-series")).ShouldBe("0");
        await visit.Page.ClickAsync("[data-each='1']");
        await visit.Page.Locator("canvas[data-series='2']").WaitForAsync();
        (await visit.Page.Locator(".legend").InnerTextAsync()).ShouldContain("Solar panels");
        await visit.Canvas.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Home");
        await Readout(visit, "Solar panels -").WaitForAsync();
        await visit.Page.ClickAsync("[data-unit=watts]");
        await visit.Page.Locator("canvas[data-kind=line][data-series='2']").WaitForAsync();
        await visit.Page.ClickAsync("[data-scale=now]");
        await visit.Page.Locator("canvas[data-step='10000']").WaitForAsync();
        await visit.WaitForPointsAsync(300);
    }

    [Fact]
    public async Task On_a_French_phone_one_swipes_and_opens_a_bar_by_its_link()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=month&unit=kwh&compare=previous", new(House.Phone) { Locale = "fr-FR" });
        await visit.WaitForPointsAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.Page.EvaluateAsync("document.querySelector('canvas').scrollIntoView({ block: 'center' })");
        var place = await visit.Page.EvaluateAsync<int>("scrollY");
        var box = (await visit.Canvas.BoundingBoxAsync())!;
        var touch = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await SwipeAsync(60, 260);
        await visit.WaitForAddressAsync(address => address.Contains("&date=", StringComparison.Ordinal));
        await SwipeAsync(260, 60);
        await visit.WaitForAddressAsync("/conso?scale=month&unit=kwh&compare=previous");
        // A new address does not throw one back to the top of the page.
        await Eventually.BecomesTrueAsync("the chart is where it was", async () => Math.Abs(await visit.Page.EvaluateAsync<int>("scrollY") - place) < 60);

        // The first bar that there is stands somewhere in the month.
        await Eventually.BecomesTrueAsync("a tapped bar has a link", async () =>
        {
            for (var x = 80; x < 370; x += 20)
            {
                await visit.Page.Touchscreen.TapAsync(x, box.Y + box.Height / 2);
                if (await visit.Page.Locator(".readout a", new() { HasText = "Ouvrir" }).CountAsync() > 0) return true;
            }

            return false;
        });
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.Page.ClickAsync(".readout a");
        await visit.WaitForAddressAsync(address => address.Contains("scale=day", StringComparison.Ordinal));

        async Task SwipeAsync(int from, int to)
        {
            var y = box.Y + box.Height / 2;
            await SendAsync("touchStart", [new { x = from, y }]);
            for (var step = 1; step <= 5; step++) await SendAsync("touchMove", [new { x = from + (to - from) * step / 5, y }]);
            await SendAsync("touchEnd", []);
        }

        Task SendAsync(string type, object[] points) =>
            touch.SendAsync("Input.dispatchTouchEvent", new() { ["type"] = type, ["touchPoints"] = points });
    }
}
