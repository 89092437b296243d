using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class ReconnectTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task After_the_server_was_killed_and_started_again_the_page_comes_back_by_itself()
    {
        var sensor = await site.Database.AddSensorAsync("House", WebFixture.PeriodSeconds);
        await site.FillAsync(sensor, TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(1), 500);
        await using var visit = await site.LoginAsync("/conso?scale=now&unit=watts");
        visit.Expected.Add(""); // a cut connection is reported in many ways
        await visit.WaitForPointsAsync();
        await visit.Page.EvaluateAsync("document.querySelector('canvas').dataset.points = ''");

        await site.Site.Process.KillAsync();
        await visit.Page.Locator("#components-reconnect-modal[open]").WaitForAsync();
        await site.Site.RestartAsync();
        await visit.WaitForPointsAsync();
        visit.Page.Url.ShouldEndWith("/conso?scale=now&unit=watts");
        (await visit.Page.Locator("#components-reconnect-modal[open]").CountAsync()).ShouldBe(0);

        await site.Database.Web.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 4321, false)", sensor);
        await visit.Page.Locator("[data-watts]", new() { HasText = "4,320" }).WaitForAsync();
    }
}
