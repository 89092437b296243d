using System.Globalization;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class ReconnectTests(WebFixture site) : IClassFixture<WebFixture>
{
    private const string Dialog = "#components-reconnect-modal[open]";

    [Fact]
    public async Task After_the_server_was_killed_and_started_again_the_page_goes_on_without_being_loaded_again()
    {
        var sensor = await site.Database.AddSensorAsync("House", WebFixture.PatientPeriodSeconds);
        var other = await site.Database.AddSensorAsync("Workshop", WebFixture.PatientPeriodSeconds);
        var now = TimeProvider.System.GetUtcNow();
        await site.FillAsync(sensor, now, TimeSpan.FromHours(1), 500);
        await site.FillAsync(other, now, TimeSpan.FromHours(1), 800);
        var path = string.Create(CultureInfo.InvariantCulture, $"/conso?scale=now&unit=watts&compare=previous&sensor={other}");
        await using var visit = await site.LoginAsync(path, new() { ViewportSize = new() { Width = 900, Height = 420 } });
        // A cut connection is reported in many ways; that a script failed is not one of them.
        ExpectCuts(visit);
        await visit.WaitForPointsAsync();
        await visit.Page.Locator("[data-theme-toggle]").First.ClickAsync();
        await visit.Page.EvaluateAsync("window.stillHere = true; scrollTo(0, 150)");

        for (var restart = 0; restart < 2; restart++)
        {
            await visit.Page.EvaluateAsync("document.querySelector('canvas').dataset.points = ''");
            await site.Site.Process.KillAsync();
            await visit.Page.Locator(Dialog).WaitForAsync();
            await site.Site.RestartAsync();
            await visit.WaitForPointsAsync();
            visit.Page.Url.ShouldEndWith(path);
            await Eventually.BecomesTrueAsync("the dialog is gone", async () => await visit.Page.Locator(Dialog).CountAsync() == 0);
            (await visit.Page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue("the page was loaded again");
            (await visit.Page.EvaluateAsync<int>("scrollY")).ShouldBe(150);
            (await visit.Page.Locator("html").GetAttributeAsync("data-theme")).ShouldBe("dark");
            (await visit.Page.Locator(".sensors [aria-current]").InnerTextAsync()).ShouldContain("Workshop");

            // It lives: a sample comes in, and what is clicked works.
            var watts = 4321 + 1000 * restart;
            await site.Database.Web.ExecuteAsync(
                "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), $2, false)", other, (double)watts);
            await visit.Page.Locator("[data-watts]", new() { HasText = restart == 0 ? "4,320" : "5,320" }).WaitForAsync();
        }

        await visit.Page.Locator(".sensors a", new() { HasText = "House" }).ClickAsync();
        await visit.WaitForAddressAsync(string.Create(CultureInfo.InvariantCulture, $"sensor={sensor}"));
        (await visit.Page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue("the page was loaded again");
    }

    [Fact]
    public async Task A_page_whose_connection_could_not_be_made_comes_alive_all_the_same()
    {
        var sensor = await site.Database.AddSensorAsync("Garage", WebFixture.PatientPeriodSeconds);
        await site.FillAsync(sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), 500);
        await using var visit = await site.LoginAsync("/settings/about");
        ExpectCuts(visit);
        var connections = 0;
        await visit.Page.RouteAsync("**/_blazor/negotiate**", route => Interlocked.Increment(ref connections) == 1 ? route.AbortAsync() : route.ContinueAsync());
        await visit.Page.GotoAsync($"/conso?scale=now&unit=watts&sensor={sensor}");
        (await visit.WaitForPointsAsync()).ShouldBeGreaterThan(0);
        connections.ShouldBe(2);
    }

    [Fact]
    public async Task A_link_that_is_followed_while_the_connection_is_cut_leads_there_when_it_is_back()
    {
        await using var visit = await site.LoginAsync("/settings/account");
        ExpectCuts(visit);
        var isCut = false;
        IWebSocketRoute? connection = null;
        foreach (var way in (string[])["**/_blazor/negotiate**", "**/health/live"])
            await visit.Page.RouteAsync(way, route => Volatile.Read(ref isCut) ? route.AbortAsync() : route.ContinueAsync());
        await visit.Page.RouteWebSocketAsync("**/_blazor**", socket =>
        {
            connection = socket;
            socket.ConnectToServer();
        });
        await visit.Page.GotoAsync("/settings/account");
        await visit.Page.Locator("main fieldset:enabled").First.WaitForAsync();
        await visit.Page.EvaluateAsync("window.stillHere = true");
        Volatile.Write(ref isCut, true);
        await connection!.CloseAsync();
        await visit.Page.Locator(Dialog).WaitForAsync();
        await visit.Page.ClickAsync(".settings-link[href='/settings/tokens']");
        await visit.WaitForAddressAsync("/settings/tokens");
        Volatile.Write(ref isCut, false);
        await visit.Page.Locator("#name:enabled").WaitForAsync();
        (await visit.Page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue("the page was loaded again");
    }

    private static void ExpectCuts(Visit visit)
    {
        foreach (var expected in (string[])["net::ERR", "WebSocket", "Connection disconnected", "negotiat", "Failed to start the c", "Failed to fetch", "Cannot send data"])
            visit.Expected.Add(expected);
    }
}
