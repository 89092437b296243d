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

        var sensor = await site.Database.AddSensorAsync("House", WebFixture.PeriodSeconds);
        await visit.Page.Locator(".notice h2", new() { HasText = "House: waiting for the first sample" }).WaitForAsync();

        await site.Database.Web.ExecuteAsync("select ensure_measure_partitions(now(), now())");
        await site.Database.Web.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 321, false)", sensor);
        await visit.Page.Locator("[data-watts]", new() { HasText = "321" }).WaitForAsync();
    }
}
