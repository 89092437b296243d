using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The pages on which sensors are set up and looked after.</summary>
public sealed class SensorPagesTests(SensorStation station) : IClassFixture<SensorStation>
{
    private const string Path = "/settings/sensors";
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private WebFixture Site => station.Site;

    [Theory]
    [InlineData("en-GB", "Found on this base station", "Found on the machine of the Receiver “garage”")]
    [InlineData("fr-FR", "Trouvé sur cette station de base", "Trouvé sur la machine du récepteur «\u00a0garage\u00a0»")]
    public async Task What_another_Receiver_finds_is_not_said_to_be_on_this_base_station(string language, string here, string there)
    {
        await Site.Database.Owner.ExecuteAsync("insert into receivers (name, host, pid, instance, seen_at) values ('garage', 'shed', 1, 'garage', now())");
        await using var visit = await Site.LoginAsync($"{Path}/add", new BrowserNewContextOptions(House.Phone) { Locale = language });
        await Assertions.Expect(visit.Page.Locator("#kinds-found")).ToHaveTextAsync(here);
        await visit.Page.SelectOptionAsync("#sensor-receiver", "garage");
        await Assertions.Expect(visit.Page.Locator("#kinds-found")).ToHaveTextAsync(there);
        (await visit.OverflowAsync()).ShouldBe(0);
        await Site.Database.Owner.ExecuteAsync("delete from receivers where name = 'garage'");
    }

    [Fact]
    public async Task A_sensor_is_added_with_a_live_reading_changed_and_paused()
    {
        await using var visit = await Site.LoginAsync($"{Path}/add");
        var page = visit.Page;
        // What the machine has, and why some of it cannot be used.
        await page.Locator(".kind-card[data-kind=acs712]", new() { HasText = "/dev/ttyACM0" }).WaitForAsync();
        await page.Locator(".kind-card[data-kind=ina219] .kind-problem", new() { HasText = "group i2c" }).WaitForAsync();
        await page.Locator(".kind-card[data-kind=simulated]").ClickAsync();
        await page.Locator("#sensor-name").FillAsync("Doll house");
        // It may be saved without a reading, after that was said.
        await page.ClickAsync("#sensor-save");
        await page.Locator("#unread").WaitForAsync();
        await page.ClickAsync("#sensor-try");
        await page.Locator("[data-trial=live] [data-trial-watts]", new() { HasText = "432" }).WaitForAsync();
        (await page.Locator("#unread").CountAsync()).ShouldBe(0);
        await page.ClickAsync("#sensor-save");
        await visit.WaitForAddressAsync(Path);
        var id = await Site.Database.Owner.ScalarAsync<int>("select id from sensors where name = 'Doll house' and driver = 'simulated'");
        await Act(visit, id, "change").ClickAsync();
        await page.Locator("#sensor-seed").FillAsync("7");
        await page.Locator("#sensor-name").FillAsync("Big doll house");
        await page.ClickAsync("#sensor-try");
        await page.Locator("[data-trial=live]").WaitForAsync();
        await page.ClickAsync("#sensor-save");
        await page.Locator(".saved").WaitForAsync();
        (await Site.Database.Owner.ScalarAsync<string>("select concat(name, settings ->> 'seed') from sensors where id = $1", id)).ShouldBe("Big doll house7");
        await page.GotoAsync(Path);
        await station.SayAsync(id, "running", null, 431);
        await Card(visit, id, "running").WaitForAsync();
        await Act(visit, id, "pause").ClickAsync();
        await Card(visit, id, "paused").WaitForAsync();
        (await Card(visit, id, "paused").GetAttributeAsync("class"))!.ShouldContain("calm");
        (await Site.Database.Owner.ScalarAsync<bool>("select enabled from sensors where id = $1", id)).ShouldBeFalse();
        await Act(visit, id, "pause").ClickAsync();
        await Card(visit, id, "running").WaitForAsync();
    }

    [Fact]
    public async Task A_sensor_is_retired_brought_back_and_removed_with_its_data()
    {
        var id = await Site.Database.AddSensorAsync("Old meter", driver: "simulated");
        await station.AddSampleAsync(id, 100);
        await using var visit = await Site.LoginAsync(Path);
        await Act(visit, id, "retire").ClickAsync();
        await Act(visit, id, "retire-yes").ClickAsync();
        await visit.Page.Locator($".sensor-retired [data-sensor='{id}'][data-state=retired]").WaitForAsync();
        await Act(visit, id, "restore").ClickAsync();
        await visit.Page.Locator($".sensor-retired [data-sensor='{id}']").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await Act(visit, id, "remove").ClickAsync();
        var panel = visit.Page.Locator($"[data-sensor='{id}'] .panel-form");
        await panel.Locator("input").FillAsync("Other meter");
        await panel.Locator("[data-do=remove-yes]").ClickAsync();
        await panel.Locator(".field-error", new() { HasText = "Other meter" }).WaitForAsync();
        await panel.Locator("input").FillAsync("Old meter");
        await panel.Locator("[data-do=remove-yes]").ClickAsync();
        await visit.Page.Locator($"[data-sensor='{id}']").WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 60_000 });
        (await Site.Database.Owner.ScalarAsync<long>("select (select count(*) from sensors where id = $1) + (select count(*) from measures where sensor_id = $1)", id)).ShouldBe(0);
    }

    [Fact]
    public async Task A_sensor_is_calibrated_against_a_reference_meter()
    {
        var id = await Site.Database.AddSensorAsync("Kettle", 1, "simulated");
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        await Act(visit, id, "calibrate").ClickAsync();
        await visit.Page.Locator($"#calibrate-{id}-reference").FillAsync("rien");
        await visit.Page.Locator($"#calibrate-{id}-seconds").SelectOptionAsync("10");
        await Act(visit, id, "calibrate-start").ClickAsync();
        await visit.Page.Locator($"#calibrate-{id}-reference-error", new() { HasText = "« rien »" }).WaitForAsync();
        await visit.Page.Locator($"#calibrate-{id}-reference").FillAsync("1 050,0");
        await Act(visit, id, "calibrate-start").ClickAsync();
        await visit.Page.Locator("[data-calibration=measuring]").WaitForAsync();
        await Eventually.BecomesTrueAsync("the measurement ends", async () =>
        {
            await station.AddSampleAsync(id, 1000);
            return await visit.Page.Locator("[data-calibration=result]").CountAsync() == 1;
        }, Long);
        (await visit.Page.Locator("[data-new-factor]").InnerTextAsync()).ShouldContain("1,0500");
        (await visit.OverflowAsync()).ShouldBe(0);
        await SensorStation.ShowAsync(visit.Page, "sensors-calibration-fr");
        (await Site.Database.Owner.ScalarAsync<double>("select calibration from sensors where id = $1", id)).ShouldBe(1);
        await Act(visit, id, "calibrate-yes").ClickAsync();
        await visit.Page.Locator("[data-calibration]").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        (await Site.Database.Owner.ScalarAsync<double>("select calibration from sensors where id = $1", id)).ShouldBe(1.05);
    }

    [Fact]
    public async Task Bad_settings_are_said_beside_their_fields_and_the_first_has_the_focus()
    {
        await using var visit = await Site.LoginAsync($"{Path}/add", new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        var page = visit.Page;
        await page.Locator("[aria-labelledby=kinds-by-hand] [data-kind=ina219]").ClickAsync();
        await page.Locator("#sensor-name").FillAsync("Panneau");
        await page.Locator("#sensor-shunt_ohms").FillAsync("0");
        await page.Locator("#sensor-max_amps").FillAsync("beaucoup");
        await page.ClickAsync("#sensor-save");
        await page.Locator("#sensor-shunt_ohms-error", new() { HasText = "« 0 »" }).WaitForAsync();
        await page.Locator("#sensor-max_amps-error", new() { HasText = "« beaucoup »" }).WaitForAsync();
        await Eventually.BecomesTrueAsync("the first wrong field has the focus", async () => await page.EvaluateAsync<string>("document.activeElement.id") == "sensor-shunt_ohms");
        (await page.Locator("#sensor-shunt_ohms").GetAttributeAsync("aria-invalid")).ShouldBe("true");
        (await visit.OverflowAsync()).ShouldBe(0);
        await SensorStation.ShowAsync(page, "sensors-faults-fr");
        // A decimal comma is what a French keyboard has; the device is not there, and that is said with what helps.
        await page.Locator("#sensor-shunt_ohms").FillAsync("0,05");
        await page.Locator("#sensor-max_amps").FillAsync("");
        await page.ClickAsync("#sensor-try");
        await page.Locator("[data-trial=fault] .reason", new() { HasText = "Is it plugged in" }).WaitForAsync();
        await page.ClickAsync("#sensor-save");
        await page.Locator("#unread").WaitForAsync();
        await page.ClickAsync("#sensor-save");
        await visit.WaitForAddressAsync(Path);
        (await Site.Database.Owner.ScalarAsync<string>("select settings ->> 'shunt_ohms' from sensors where name = 'Panneau'")).ShouldBe("0.05");
    }

    [Fact]
    public async Task A_clamp_is_paired_when_its_packet_comes()
    {
        var id = await Site.Database.AddSensorAsync("Clamp", driver: "citizenwatt");
        await using var visit = await Site.LoginAsync(Path);
        await Act(visit, id, "pair").ClickAsync();
        await Act(visit, id, "pair-start").ClickAsync();
        await station.TakeAsync(id, "pair");
        await visit.Page.Locator("[data-pair=waiting] progress").WaitForAsync();
        await station.AddSampleAsync(id, 500);
        await visit.Page.Locator("[data-pair=paired]").WaitForAsync();
    }

    [Fact]
    public async Task The_first_sample_that_is_pushed_is_awaited_with_the_line_to_paste()
    {
        await using var visit = await Site.LoginAsync($"{Path}/add");
        await visit.Page.Locator(".kind-card[data-kind=push]").ClickAsync();
        await visit.Page.Locator("#sensor-name").FillAsync("Gas meter");
        await visit.Page.ClickAsync("#sensor-save");
        await visit.Page.Locator("[data-push=waiting]").WaitForAsync();
        var id = await Site.Database.Owner.ScalarAsync<int>("select id from sensors where name = 'Gas meter'");
        (await visit.Page.Locator("#push-command").InnerTextAsync()).ShouldContain(string.Create(CultureInfo.InvariantCulture, $"{Site.Site.Address}api/v1/sensors/{id}/samples"));
        await station.AddSampleAsync(id, 231.5);
        await visit.Page.Locator("[data-push=live] [data-trial-watts]", new() { HasText = "232" }).WaitForAsync();
    }

    [Fact]
    public async Task A_reader_gets_no_page_of_the_sensors()
    {
        await Site.Database.AddSensorAsync("Private", driver: "simulated");
        await using var visit = await Site.VisitAsync();
        visit.Expected.Add("403");
        await visit.Page.GotoAsync("/conso");
        await visit.SignInAsync(SensorStation.Reader, WebFixture.Password);
        await visit.WaitForAddressAsync("/conso");
        foreach (var path in (string[])[Path, $"{Path}/add"])
        {
            // Whatever page stands in its place, and wherever it leads then: nothing of the sensors is in what the server sends.
            var sent = await (await visit.Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Commit }))!.TextAsync();
            sent.ShouldNotContain("Private");
            sent.ShouldNotContain("sensor-card");
            sent.ShouldNotContain("kind-card");
        }
    }

    [Fact]
    public async Task A_sensor_is_added_by_the_keyboard_alone()
    {
        await using var visit = await Site.LoginAsync($"{Path}/add");
        await visit.Page.Locator(".kind-card[data-kind=simulated]:not(:disabled)").WaitForAsync();
        await TabToAsync(visit.Page, "element.dataset.kind == 'simulated'");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("#sensor-name").WaitForAsync();
        await TabToAsync(visit.Page, "element.id == 'sensor-name'");
        await visit.Page.Keyboard.PressAsync("Control+A");
        await visit.Page.Keyboard.TypeAsync("Typed");
        await TabToAsync(visit.Page, "element.id == 'sensor-try'");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Locator("[data-trial=live]").WaitForAsync();
        await TabToAsync(visit.Page, "element.id == 'sensor-save'");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.WaitForAddressAsync(Path);
        (await Site.Database.Owner.ScalarAsync<bool>("select exists (select from sensors where name = 'Typed')")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light, "en-GB")]
    [InlineData(1440, ColorScheme.Dark, "fr-FR")]
    [InlineData(390, ColorScheme.Light, "fr-FR")]
    [InlineData(390, ColorScheme.Dark, "en-GB")]
    public async Task They_fit_and_can_be_looked_at(int width, ColorScheme theme, string locale)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{width}-{theme}-{locale}");
        var absent = await Site.Database.AddSensorAsync($"Workshop {name}", driver: "acs712");
        await station.SayAsync(absent, "absent", "There is no /dev/ttyACM0 on this machine. Is the Arduino plugged in?", 1234.5, 87, 3);
        var running = await Site.Database.AddSensorAsync($"House {name}", driver: "citizenwatt");
        await station.SayAsync(running, "running", null, 431.5, 2.91);
        await using var visit = await Site.LoginAsync(Path, new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = width > 720 ? 900 : 844 },
            ColorScheme = theme,
            Locale = locale,
        });
        await Card(visit, absent, "absent").WaitForAsync();
        await Card(visit, running, "running").WaitForAsync();
        await visit.Page.Locator($"[data-sensor='{running}'] [data-do=pair]:not(:disabled)").WaitForAsync();
        (await Card(visit, absent, "absent").GetAttributeAsync("class"))!.ShouldContain("troubled");
        (await visit.OverflowAsync()).ShouldBe(0);
        await SensorStation.ShowAsync(visit.Page, $"sensors-list-{name}");
        await visit.Page.GotoAsync($"{Path}/add");
        await visit.Page.Locator(".kind-card[data-kind=acs712] code").WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await SensorStation.ShowAsync(visit.Page, $"sensors-kinds-{name}");
        await visit.Page.Locator(".kind-card[data-kind=simulated]").ClickAsync();
        await visit.Page.ClickAsync("#sensor-try");
        await visit.Page.Locator("[data-trial=live]").WaitForAsync();
        await visit.Page.Locator(".sensor-form summary").ClickAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await SensorStation.ShowAsync(visit.Page, $"sensors-form-{name}");
    }

    private static async Task TabToAsync(IPage page, string isThere)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>($"(() => {{ const element = document.activeElement; return {isThere}; }})()")) return;
        }

        throw new InvalidOperationException($"No element is reached by Tab for which {isThere}.");
    }

    private static ILocator Card(Visit visit, int id, string state) => visit.Page.Locator(string.Create(CultureInfo.InvariantCulture, $"[data-sensor='{id}'][data-state={state}]"));

    private static ILocator Act(Visit visit, int id, string what) => visit.Page.Locator(string.Create(CultureInfo.InvariantCulture, $"[data-sensor='{id}'] [data-do={what}]"));
}
