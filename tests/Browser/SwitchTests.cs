using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The switch of a plug. The test is the Receiver: it hears of the command, does it or says why not.</summary>
public sealed class SwitchTests(SwitchTests.House house) : IClassFixture<SwitchTests.House>
{
    private WebFixture Site => house.Site;

    [Fact]
    public async Task A_plug_is_switched_and_the_page_shows_what_is()
    {
        await house.SayAsync(true);
        await using var visit = await Site.LoginAsync(house.Address);
        await visit.WaitForPointsAsync();
        var toggle = visit.Page.GetByRole(AriaRole.Switch, new() { Name = "Power of Kettle" });
        await ShouldBeAsync(toggle, "true", "On");

        // It waits until the Receiver has done it, and shows that it does.
        await toggle.ClickAsync();
        await visit.Page.Locator(".switch.waiting[aria-busy=true]", new() { HasText = "Switching…" }).WaitForAsync();
        (await house.AnswerAsync(null)).ShouldBe(("switch_off", WebFixture.Login));
        await ShouldBeAsync(toggle, "false", "Off");
        await house.SayAsync(false);
        await ShouldBeAsync(toggle, "false", "Off");

        // Somebody pressed the button on the plug itself.
        await house.SayAsync(true);
        await ShouldBeAsync(toggle, "true", "On");
    }

    [Fact]
    public async Task What_did_not_work_is_said_and_the_switch_stays_as_it_was()
    {
        await house.SayAsync(true);
        await using var visit = await Site.LoginAsync(house.Address);
        await visit.WaitForPointsAsync();
        var toggle = visit.Page.GetByRole(AriaRole.Switch);
        await ShouldBeAsync(toggle, "true", "On");
        await toggle.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await house.AnswerAsync("The plug does not answer: is it in reach of this machine?");
        await visit.Page.Locator(".switch-trouble[role=alert] [lang=en]", new() { HasText = "is it in reach" }).WaitForAsync();
        await ShouldBeAsync(toggle, "true", "On");
        (await toggle.EvaluateAsync<bool>("element => element === document.activeElement")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_reader_sees_the_switch_and_cannot_press_it()
    {
        await house.SayAsync(true);
        await Site.Database.AddUserAsync("guest", WebFixture.Password, User.Reader);
        await using var visit = await Site.VisitAsync(new BrowserNewContextOptions { Locale = "fr-FR" });
        await visit.Page.GotoAsync(house.Address);
        await visit.SignInAsync("guest", WebFixture.Password);
        var toggle = visit.Page.GetByRole(AriaRole.Switch, new() { Name = "Alimentation de Kettle" });
        await ShouldBeAsync(toggle, "true", "Allumé");
        (await toggle.IsDisabledAsync()).ShouldBeTrue();
        (await toggle.GetAttributeAsync("title")).ShouldBe("Seul un administrateur peut commuter.");
    }

    [Fact]
    public async Task A_sensor_that_does_not_switch_has_no_switch()
    {
        await using var visit = await Site.LoginAsync(string.Create(CultureInfo.InvariantCulture, $"/conso?scale=now&sensor={house.Meter}"));
        await visit.WaitForPointsAsync();
        (await visit.Page.GetByRole(AriaRole.Switch).CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light, true)]
    [InlineData(1440, ColorScheme.Dark, false)]
    [InlineData(390, ColorScheme.Light, false)]
    [InlineData(390, ColorScheme.Dark, true)]
    public async Task It_fits_and_can_be_looked_at(int width, ColorScheme theme, bool on)
    {
        await house.SayAsync(on);
        await using var visit = await Site.LoginAsync(house.Address, new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
            ColorScheme = theme,
            IsMobile = width < 720,
            HasTouch = width < 720,
        });
        await visit.WaitForPointsAsync();
        var toggle = visit.Page.GetByRole(AriaRole.Switch);
        await ShouldBeAsync(toggle, on ? "true" : "false", on ? "On" : "Off");
        (await visit.OverflowAsync()).ShouldBe(0);
        (await toggle.BoundingBoxAsync())!.Height.ShouldBeGreaterThanOrEqualTo(width < 720 ? 44 : 40);
        var picture = Repository.File(string.Create(CultureInfo.InvariantCulture, $"artifacts/screenshots/switch-{width}-{theme.ToString().ToLowerInvariant()}.png"));
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = picture });
        new FileInfo(picture).Length.ShouldBeGreaterThan(10_000);
    }

    private static Task ShouldBeAsync(ILocator toggle, string isChecked, string word) => Eventually.BecomesTrueAsync(
        $"the switch says {word}",
        async () => await toggle.GetAttributeAsync("aria-checked") == isChecked && (await toggle.InnerTextAsync()).Trim() == word);

    /// <summary>A house with a plug that switches, a meter that does not, and a Receiver that lives.</summary>
    public sealed class House : IAsyncLifetime
    {
        private int _plug;

        public WebFixture Site { get; } = new();

        public int Meter { get; private set; }

        public string Address => string.Create(CultureInfo.InvariantCulture, $"/conso?scale=now&unit=watts&sensor={_plug}");

        public async ValueTask InitializeAsync()
        {
            await Site.InitializeAsync();
            _plug = await Site.Database.AddSensorAsync("Kettle", WebFixture.PatientPeriodSeconds, "awox");
            Meter = await Site.Database.AddSensorAsync("House", WebFixture.PatientPeriodSeconds, "acs712");
            foreach (var sensor in (int[])[_plug, Meter]) await Site.FillAsync(sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(2), 1800);
            await Site.Database.Owner.ExecuteAsync("""
                insert into process_heartbeats (process, host, pid, version, started_at, beat_at)
                values ('receiver', 'test', 1, 'test', now(), now() + interval '1 hour')
                """);
        }

        public ValueTask DisposeAsync() => Site.DisposeAsync();

        /// <summary>As the Receiver tells the state of the plug, and a sample with it.</summary>
        public async Task SayAsync(bool on)
        {
            await Site.Database.Receiver.ExecuteAsync("""
                insert into sensor_status (sensor_id, state, since, updated_at, switched_on) values ($1, 'running', now(), now(), $2)
                on conflict (sensor_id) do update set switched_on = excluded.switched_on
                """, _plug, on);
            await Site.Database.Web.ExecuteAsync(
                "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), $2, false)", _plug, on ? 1842.0 : 0.0);
        }

        /// <returns>The command that waited, and who asked for it.</returns>
        public async Task<(string Command, string By)> AnswerAsync(string? error)
        {
            List<(string, string)> done = [];
            await Eventually.BecomesTrueAsync("a command waits", async () =>
            {
                done = await Site.Database.Receiver.QueryAsync(
                    "update sensor_commands set done_at = now(), error = nullif($2, '') where sensor_id = $1 and done_at is null and expires_at > now() returning command, requested_by",
                    row => (row.GetString(0), row.GetString(1)), _plug, error ?? "");
                return done.Count == 1;
            });
            return done[0];
        }
    }
}
