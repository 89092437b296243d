using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>How the dashboard says how a sensor is.</summary>
public sealed class SensorStateTests(House house) : IClassFixture<House>
{
    private WebFixture Site => house.Site;

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
        (await visit.Page.Locator(".tile-now .reason [lang=en]").InnerTextAsync()).ShouldBe("There is no /dev/meter.");
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
        await visit.Page.Locator(".tile-now.fresh .advice [lang=en]", new PageLocatorOptions { HasText = "with a shunt of 0.01 ohm" }).WaitForAsync();
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
        (await visit.Page.Locator(".tile-now .reason [lang=en]").InnerTextAsync()).ShouldBe("The clock says 1970: 12 readings wait.");
        await house.ForgetStateAsync();
    }

    [Fact]
    public async Task In_French_everything_that_the_Receiver_says_is_French()
    {
        var gone = new Sentence("Serial_None", "/dev/ttyACM0");
        await house.SayStateAsync("absent", gone.ToString(), said: gone);
        await using var visit = await Site.LoginAsync("/conso?scale=now&unit=watts", new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        const string Said = "/dev/ttyACM0 est introuvable. Branchez l’Arduino";
        (await visit.Page.Locator(".tile-now .reason", new PageLocatorOptions { HasText = Said }).InnerHTMLAsync()).ShouldNotContain("lang=");
        // It comes with what happens too, not only with the page.
        var port = new Sentence("Serial_Forbidden", "/dev/ttyACM0");
        await house.SayStateAsync("fault", port.ToString(), said: port);
        await visit.Page.Locator(".tile-now .reason", new PageLocatorOptions { HasText = "Ajoutez l’utilisateur du récepteur au groupe dialout" }).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await visit.Page.GotoAsync("/settings/sensors");
        await visit.Page.Locator(".sensor-trouble", new PageLocatorOptions { HasText = "L’accès à /dev/ttyACM0 est refusé." }).WaitForAsync();
        await visit.Page.GotoAsync("/status");
        await visit.Page.Locator(".health-exact", new PageLocatorOptions { HasText = "L’accès à /dev/ttyACM0 est refusé." }).WaitForAsync();
        (await visit.OverflowAsync()).ShouldBe(0);
        await house.ForgetStateAsync();
    }

    [Fact]
    public async Task The_chosen_sensor_is_in_view_and_one_in_trouble_is_marked()
    {
        await house.SayStateAsync("absent", "There is no /dev/meter.");
        await house.SayStateAsync("fault", "It is no meter.", house.LastSensor);
        await using var visit = await Site.LoginAsync(
            string.Create(CultureInfo.InvariantCulture, $"/conso?sensor={house.LastSensor}"), new BrowserNewContextOptions(House.Phone));
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
}
