using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class EmptyTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task An_empty_base_station_says_what_to_do_and_wakes_up_with_the_first_sample()
    {
        await using var visit = await site.LoginAsync();
        (await visit.Page.Locator(".notice h2").InnerTextAsync()).ShouldBe("There is no sensor yet");
        (await visit.Page.Locator(".notice a.button").GetAttributeAsync("href")).ShouldBe("/settings/sensors");

        await site.Database.AddUserAsync("child", WebFixture.Password, "reader");
        await using var reader = await site.VisitAsync();
        await reader.Page.GotoAsync("/conso");
        await reader.SignInAsync("child", WebFixture.Password);
        await reader.Page.Locator(".notice p", new() { HasText = "As soon as an administrator has added one" }).WaitForAsync();
        (await reader.Page.Locator("main a").CountAsync()).ShouldBe(0);

        var sensor = await site.Database.AddSensorAsync("House", WebFixture.PatientPeriodSeconds);
        await visit.Page.Locator(".notice h2", new() { HasText = "House: waiting for the first sample" }).WaitForAsync();

        await site.Database.Web.ExecuteAsync("select ensure_measure_partitions(now(), now())");
        await site.Database.Web.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 321, false)", sensor);
        await visit.Page.Locator("[data-watts]", new() { HasText = "321" }).WaitForAsync();
    }
}
