using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>A sensor is set up on the page with a Receiver that runs: it is looked for, read live, stored, and then it measures.</summary>
public sealed class SensorFirstReadingTests(WebFixture site) : IClassFixture<WebFixture>
{
    [Fact]
    public async Task What_was_read_live_runs_once_it_is_added()
    {
        await using var receiver = PowerMeterProcess.Start("Receiver", site.Database, site.Site.Directory);
        await Eventually.BecomesTrueAsync("the Receiver lives", async () => await site.Database.Web.ScalarAsync<bool>("select exists (select from process_heartbeats where process = 'receiver')"));
        await using var visit = await site.LoginAsync("/settings/sensors/add");
        // It looks at the machine that the test runs on, whatever that has.
        await visit.Page.Locator("[aria-labelledby=kinds-found][aria-busy=false]").WaitForAsync();
        await visit.Page.ClickAsync(".kind-card[data-kind=simulated]");
        await visit.Page.ClickAsync("#sensor-try");
        await visit.Page.Locator("[data-trial=live] [data-trial-watts]").WaitForAsync();
        (await site.Database.Web.ScalarAsync<long>("select count(*) from sensors")).ShouldBe(0, "a trial stores nothing");
        await visit.Page.ClickAsync("#sensor-save");
        await visit.WaitForAddressAsync("/settings/sensors");
        await visit.Page.Locator(".sensor-card.running [data-watts]", new() { HasText = "W" }).WaitForAsync();
    }
}
