using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class DashboardTests(DashboardTests.House house) : IClassFixture<DashboardTests.House>
{
    private static readonly BrowserNewContextOptions Phone = new()
    {
        ViewportSize = new ViewportSize { Width = 390, Height = 844 },
        IsMobile = true,
        HasTouch = true,
    };

    private WebFixture Site => house.Site;

    [Fact]
    public async Task The_chart_shows_the_stored_samples()
    {
        await house.AddSampleNowAsync(500);
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts");
        (await visit.WaitForPointsAsync()).ShouldBeInRange(350, 460);
        (await visit.Page.Locator("[data-watts]").InnerTextAsync()).ShouldBe("500");
    }

    [Fact]
    public async Task A_new_sample_appears_without_a_reload()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts");
        await visit.WaitForPointsAsync();
        await visit.Page.EvaluateAsync("window.untouched = true");
        var before = await visit.LastTimeAsync();
        await house.AddSampleNowAsync(1234);
        await Eventually.BecomesTrueAsync("the sample is in the chart", async () => await visit.LastTimeAsync() > before);
        await visit.Page.Locator("[data-watts]", new PageLocatorOptions { HasText = "1,230" }).WaitForAsync();
        (await visit.Page.EvaluateAsync<bool>("window.untouched")).ShouldBeTrue();
        await house.AddSampleNowAsync(500);
    }

    [Fact]
    public async Task Each_scale_and_unit_draws_and_stands_in_the_address()
    {
        await using var visit = await Site.LoginAsync();
        await visit.WaitForPointsAsync();
        foreach (var scale in (string[])["now", "week", "month", "year", "day"])
        {
            await visit.Page.ClickAsync($"[data-scale={scale}]");
            await visit.Page.Locator($"[data-scale={scale}][aria-current]").WaitForAsync();
            foreach (var unit in (string[])["watts", "money", "kwh"])
            {
                await visit.Page.ClickAsync($"[data-unit={unit}]");
                await visit.WaitForAddressAsync($"/conso?scale={scale}&unit={unit}");
                await visit.Page.Locator($"canvas[data-unit={unit}]").WaitForAsync();
                await visit.WaitForPointsAsync();
                var kind = unit == "watts" && scale is "now" or "day" ? "line" : "bars";
                (await visit.Canvas.GetAttributeAsync("data-kind")).ShouldBe(kind, $"{scale} in {unit}");
            }
        }
    }

    [Theory]
    [InlineData("day")]
    [InlineData("week")]
    [InlineData("year")]
    public async Task A_chart_of_power_is_described_in_watts(string scale)
    {
        await using var visit = await Site.LoginAsync($"/conso?scale={scale}&unit=watts");
        await visit.WaitForPointsAsync();
        (await visit.Canvas.GetAttributeAsync("aria-label"))!.ShouldMatch("[0-9] to [0-9,]+ watts, [0-9]+ on average");
    }

    [Fact]
    public async Task Arrow_keys_go_through_the_days_and_the_bars()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=day&unit=kwh");
        await visit.WaitForPointsAsync();
        await visit.Canvas.FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Locator(".readout strong", new PageLocatorOptions { HasText = "00:00–01:00" }).WaitForAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.WaitForAddressAsync(address => address.Contains("&date=", StringComparison.Ordinal));
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.WaitForAddressAsync("/conso?scale=day&unit=kwh");
    }

    [Fact]
    public async Task A_French_browser_gets_French_until_it_chooses_English()
    {
        await using var visit = await Site.LoginAsync("/conso", new BrowserNewContextOptions { Locale = "fr-FR" });
        await visit.WaitForPointsAsync();
        (await visit.Page.Locator("#tile-now").InnerTextAsync()).ShouldBe("Maintenant");
        (await visit.Page.GetAttributeAsync("html", "lang")).ShouldBe("fr");
        await visit.Page.ClickAsync("a[hreflang=en]");
        await visit.Page.Locator("#tile-now", new PageLocatorOptions { HasText = "Now" }).WaitForAsync();
        await visit.WaitForPointsAsync();
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("fr-FR")]
    public async Task A_phone_needs_no_scrolling_sideways(string language)
    {
        await using var visit = await Site.VisitAsync(new BrowserNewContextOptions(Phone) { Locale = language });
        await visit.Page.GotoAsync("/login");
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.SignInAsync(WebFixture.Login, WebFixture.Password);
        await visit.WaitForPointsAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        foreach (var target in await visit.Page.Locator(".top-actions a, .top-actions button, .segmented a, .period a").AllAsync())
            (await target.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(44);
        var tiles = (await visit.Page.Locator(".tiles").BoundingBoxAsync())!;
        var units = (await visit.Page.Locator(".units").BoundingBoxAsync())!;
        (units.X, units.Width).ShouldBe((tiles.X, tiles.Width));
    }

    [Fact]
    public async Task A_silent_sensor_is_said_to_be_silent_and_shows_no_old_value()
    {
        await using var visit = await Site.LoginAsync(string.Create(CultureInfo.InvariantCulture, $"/conso?sensor={house.SilentSensor}"));
        await visit.Page.Locator(".tile-now.stale", new PageLocatorOptions { HasText = "no data since" }).WaitForAsync();
        (await visit.Page.Locator("[data-watts]").InnerTextAsync()).ShouldBe("–");
    }

    [Fact]
    public async Task A_sensor_that_is_unplugged_is_said_to_be_until_it_is_back()
    {
        await house.AddSampleNowAsync(500);
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts");
        await visit.Page.Locator(".tile-now.fresh").WaitForAsync();
        await visit.Page.EvaluateAsync("window.untouched = true");
        await house.SayStateAsync("absent", "There is no /dev/meter.");
        await visit.Page.Locator(".tile-now.stale [role=status]", new PageLocatorOptions { HasText = "not connected · no data since" }).WaitForAsync();
        (await visit.Page.Locator("[data-watts]").InnerTextAsync()).ShouldBe("–");
        (await visit.Page.Locator(".tile-now .reason[lang=en]").InnerTextAsync()).ShouldBe("There is no /dev/meter.");
        await house.SayStateAsync("running", null);
        await house.AddSampleNowAsync(700);
        await visit.Page.Locator(".tile-now.fresh [data-watts]", new PageLocatorOptions { HasText = "700" }).WaitForAsync();
        (await visit.Page.EvaluateAsync<bool>("window.untouched")).ShouldBeTrue();
        await house.ForgetStateAsync();
    }

    [Fact]
    public async Task What_should_be_put_right_is_said_quietly_while_the_sensor_runs()
    {
        await house.AddSampleNowAsync(500);
        await house.SayStateAsync("running", null);
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts");
        await visit.Page.Locator(".tile-now.fresh").WaitForAsync();
        (await visit.Page.Locator(".tile-now .advice").CountAsync()).ShouldBe(0);
        await house.SayStateAsync("running", "The kernel computes with a shunt of 0.01 ohm.");
        await house.AddSampleNowAsync(510);
        await visit.Page.Locator(".tile-now.fresh .advice[lang=en]", new PageLocatorOptions { HasText = "with a shunt of 0.01 ohm" }).WaitForAsync();
        (await visit.Page.Locator(".tile-now .trouble").CountAsync()).ShouldBe(0);
        (await visit.OverflowAsync()).ShouldBe(0);
        await house.SayStateAsync("running", null);
        await house.AddSampleNowAsync(520);
        await visit.Page.Locator(".tile-now .advice").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        await house.ForgetStateAsync();
    }

    [Fact]
    public async Task A_sensor_whose_readings_wait_for_the_clock_says_why()
    {
        await house.SayStateAsync("starting", "The clock says 1970: 12 readings wait.", house.SilentSensor);
        await using var visit = await Site.LoginAsync(string.Create(CultureInfo.InvariantCulture, $"/conso?sensor={house.SilentSensor}"));
        await visit.Page.Locator(".tile-now.stale [role=status]", new PageLocatorOptions { HasText = "starting · no data since" }).WaitForAsync();
        (await visit.Page.Locator(".tile-now .reason[lang=en]").InnerTextAsync()).ShouldBe("The clock says 1970: 12 readings wait.");
        await house.ForgetStateAsync();
    }

    [Fact]
    public async Task The_chosen_sensor_is_in_view_and_one_in_trouble_is_marked()
    {
        await house.SayStateAsync("absent", "There is no /dev/meter.");
        await house.SayStateAsync("fault", "It is no meter.", house.LastSensor);
        await using var visit = await Site.LoginAsync(
            string.Create(CultureInfo.InvariantCulture, $"/conso?sensor={house.LastSensor}"), new BrowserNewContextOptions(Phone));
        var chosen = visit.Page.Locator(".sensors [aria-current]");
        (await chosen.Locator("span").First.InnerTextAsync()).ShouldBe(House.LastName);
        await Eventually.BecomesTrueAsync("the chosen sensor is in view", async () =>
            await chosen.BoundingBoxAsync() is { X: >= 0 } box && box.X + box.Width <= 390);
        (await visit.Page.Locator(".sensors a", new PageLocatorOptions { HasText = "House" }).First.InnerTextAsync()).ShouldContain("not connected");
        (await visit.OverflowAsync()).ShouldBe(0);
        await house.ForgetStateAsync();
    }

    [Fact]
    public async Task A_receiver_that_was_killed_is_said_to_be_gone()
    {
        await using var visit = await Site.LoginAsync(string.Create(CultureInfo.InvariantCulture, $"/conso?sensor={house.SilentSensor}"));
        await visit.Page.Locator(".tile-now.stale", new PageLocatorOptions { HasText = "no data since" }).WaitForAsync();
        await house.LetReceiverDieAsync();
        await visit.Page.Locator(".tile-now.stale", new PageLocatorOptions { HasText = "the receiver does not run · no data since" }).WaitForAsync();
        await house.ForgetStateAsync();
    }

    [Fact]
    public async Task A_query_that_fails_is_said_and_can_be_tried_again()
    {
        await using var visit = await Site.LoginAsync("/conso?scale=day&unit=kwh");
        await visit.WaitForPointsAsync();
        await Site.Database.Owner.ExecuteAsync("revoke select on energy_hours from powermeter_web");
        try
        {
            await visit.Page.ClickAsync("[data-scale=year]");
            await visit.Page.Locator(".plot-message[role=alert]").WaitForAsync();
        }
        finally
        {
            await Site.Database.Owner.ExecuteAsync("grant select on energy_hours to powermeter_web");
        }

        await visit.Page.ClickAsync(".plot-message button");
        await visit.Page.Locator(".plot-message").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        (await visit.WaitForPointsAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_chosen_theme_is_remembered()
    {
        await using var visit = await Site.LoginAsync("/conso", new BrowserNewContextOptions { ColorScheme = ColorScheme.Light });
        await visit.WaitForPointsAsync();
        await visit.Page.ClickAsync("[data-theme-toggle]");
        await visit.Page.ReloadAsync();
        (await visit.Page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
    }

    [Fact]
    public async Task A_page_that_there_is_not_says_so()
    {
        await using var visit = await Site.LoginAsync();
        visit.Expected.Add("404");
        (await visit.Page.GotoAsync("/nowhere"))!.Status.ShouldBe(404);
        (await visit.Page.Locator(".notice h2").InnerTextAsync()).ShouldBe("There is no such page");
    }

    [Theory]
    [InlineData("desktop", ColorScheme.Light)]
    [InlineData("desktop", ColorScheme.Dark)]
    [InlineData("phone", ColorScheme.Light)]
    [InlineData("phone", ColorScheme.Dark)]
    public async Task It_can_be_looked_at(string size, ColorScheme theme)
    {
        var options = size == "phone" ? new BrowserNewContextOptions(Phone) : new() { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } };
        options.ColorScheme = theme;
        await house.AddSampleNowAsync(500);
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts", options);
        await visit.WaitForPointsAsync();
        var picture = Repository.File($"artifacts/screenshots/dashboard-{size}-{theme.ToString().ToLowerInvariant()}.png");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
        new FileInfo(picture).Length.ShouldBeGreaterThan(10_000);
    }

    /// <summary>A house with an hour of samples up to now, and a sensor that fell silent yesterday.</summary>
    public sealed class House : IAsyncLifetime
    {
        /// <summary>One that a Receiver speaks for.</summary>
        private const string Driver = "acs712";

        private int _sensor;

        public WebFixture Site { get; } = new();

        public int SilentSensor { get; private set; }

        public async ValueTask InitializeAsync()
        {
            await Site.InitializeAsync();
            _sensor = await Site.Database.AddSensorAsync("House", WebFixture.PeriodSeconds, Driver);
            SilentSensor = await Site.Database.AddSensorAsync("Workshop", WebFixture.PeriodSeconds, Driver);
            var now = TimeProvider.System.GetUtcNow();
            await Site.FillAsync(_sensor, now, TimeSpan.FromHours(30), 500);
            await Site.FillAsync(SilentSensor, now - TimeSpan.FromDays(1), TimeSpan.FromHours(2), 800);
            LastSensor = await Site.Database.AddSensorAsync(LastName, WebFixture.PeriodSeconds, Driver);
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();

        public const string LastName = "Water heater of the guest room";

        /// <summary>The one that stands last among those to choose from.</summary>
        public int LastSensor { get; private set; }

        public Task AddSampleNowAsync(double watts) => Site.Database.Web.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), $2, false)", _sensor, watts);

        /// <summary>As a Receiver does: it lives, and says how the sensor is.</summary>
        public async Task SayStateAsync(string state, string? error, int? sensor = null)
        {
            await Site.Database.Owner.ExecuteAsync("""
                insert into process_heartbeats (process, host, pid, version, started_at, beat_at)
                values ('receiver', 'test', 1, 'test', now(), now() + interval '1 hour')
                on conflict (process, host, pid) do update set beat_at = excluded.beat_at
                """);
            await Site.Database.Owner.ExecuteAsync("""
                insert into sensor_status (sensor_id, state, since, updated_at, error) values ($1, $2, now(), now(), nullif($3, ''))
                on conflict (sensor_id) do update set state = excluded.state, since = now(), error = excluded.error
                """, sensor ?? _sensor, state, error ?? "");
            await Site.Database.Owner.ExecuteAsync("select pg_notify('status', $1)", (sensor ?? _sensor).ToString(CultureInfo.InvariantCulture));
        }

        /// <summary>Its last words stand, nobody beats, nothing is notified.</summary>
        public async Task LetReceiverDieAsync()
        {
            await Site.Database.Owner.ExecuteAsync("delete from process_heartbeats where process = 'receiver'");
            await Site.Database.Owner.ExecuteAsync("insert into sensor_status (sensor_id, state, since, updated_at) values ($1, 'running', now(), now())", SilentSensor);
        }

        public Task ForgetStateAsync() => Site.Database.Owner.ExecuteAsync("delete from sensor_status");
    }
}
