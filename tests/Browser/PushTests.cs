using System.Globalization;
using System.Net.Http.Json;
using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A pushed sensor from its first call to its silence, as the page shows it without being loaded again.</summary>
public sealed class PushTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task A_pushed_sensor_is_set_up_runs_and_falls_silent()
    {
        var sensor = await site.Database.AddSensorAsync("Heat pump", 2);
        using var client = await site.Site.CreateTokenClientAsync("write");
        var samples = new Uri(string.Create(CultureInfo.InvariantCulture, $"/api/v1/sensors/{sensor}/samples"), UriKind.Relative);
        await using var visit = await site.LoginAsync("/conso?scale=now&unit=watts");
        await visit.Page.Locator(".steps code", new() { HasText = $"POST {site.Site.Address}api/v1/sensors/" }).WaitForAsync();
        (await visit.Page.Locator(".steps code").First.InnerTextAsync()).ShouldBe("./powermeter token create heat-pump");
        await visit.Page.EvaluateAsync("window.untouched = true");

        // What is wrong with the first try shows where one looks.
        using (var wrong = await client.PostAsJsonAsync(samples, new { watt = 1 })) ((int)wrong.StatusCode).ShouldBe(400);
        await visit.Page.Locator(".form-error", new() { HasText = "'watt' is not known; allowed: time, watts, volts, battery" }).WaitForAsync();
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File("artifacts/screenshots/push-empty.png") });

        using (var right = await client.PostAsJsonAsync(samples, new { watts = 1500 })) right.EnsureSuccessStatusCode();
        await visit.Page.Locator(".tile-now.fresh [data-watts]", new() { HasText = "1,500" }).WaitForAsync();

        // As the database sees it a while later.
        await site.Database.Owner.ExecuteAsync("update sensor_status set last_seen = last_seen - interval '20 seconds' where sensor_id = $1", sensor);
        await visit.Page.Locator(".tile-now.stale [role=status]", new() { HasText = "silent · no data since" }).WaitForAsync();
        (await visit.Page.Locator(".tile-now .reason").InnerTextAsync()).ShouldContain("a sample was due every 2 s");
        await visit.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.File("artifacts/screenshots/push-silent.png") });

        using (var again = await client.PostAsJsonAsync(samples, new { watts = 900 })) again.EnsureSuccessStatusCode();
        await visit.Page.Locator(".tile-now.fresh [data-watts]", new() { HasText = "900" }).WaitForAsync();
        (await visit.Page.EvaluateAsync<bool>("window.untouched")).ShouldBeTrue();
    }
}
