using Microsoft.Playwright;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

public sealed class HealthPageTests(House house) : IClassFixture<House>
{
    [Fact]
    public async Task What_is_wrong_is_said_in_plain_words_with_what_helps()
    {
        await house.SayStateAsync("absent", "Cannot open /dev/ttyACM0: no such file or directory.");
        await house.Site.Database.Owner.ExecuteAsync("""
            insert into process_messages (process, host, source, level, message, first_at, last_at, times)
            values ('processor', 'attic', 'A.B', 'error', 'The disk is full.', now() - interval '1 hour', now() - interval '5 minutes', 12)
            """);
        await using var visit = await house.Site.LoginAsync("/status");
        var page = visit.Page;
        await page.Locator("h2", new() { HasText = "Something has stopped" }).WaitForAsync();
        var processor = page.Locator("[data-check=processor]");
        (await processor.Locator(".health-word").InnerTextAsync()).ShouldBe("stopped");
        (await processor.Locator(".health-remedy").InnerTextAsync()).ShouldContain("./powermeter logs processor");
        var sensor = page.Locator(".health-list li", new() { HasText = "House" });
        (await sensor.First.InnerTextAsync()).ShouldContain("Plug the Arduino’s USB cable in again");
        (await sensor.First.InnerTextAsync()).ShouldContain("Cannot open /dev/ttyACM0");
        (await page.Locator(".health-messages li").First.InnerTextAsync()).ShouldContain("The disk is full.");
        (await page.Locator(".health-messages li").First.InnerTextAsync()).ShouldContain("12 times");

        await house.SayStateAsync("running", null);
        await sensor.Locator(".health-word", new() { HasText = "measures" }).First.WaitForAsync();
    }

    [Fact]
    public async Task It_speaks_French_on_a_phone()
    {
        await using var visit = await house.Site.LoginAsync("/status", new BrowserNewContextOptions(House.Phone) { Locale = "fr-FR" });
        await visit.Page.Locator("h1", new() { HasText = "État" }).WaitForAsync();
        await visit.Page.Locator("[data-check=database]", new() { HasText = "Elle répond." }).WaitForAsync();
        (await visit.Page.Locator("[data-check=disk]").InnerTextAsync()).ShouldMatch(@"(?m)^\d{1,3}(,\d+)?\s[MGT]o sont libres");
        (await visit.OverflowAsync()).ShouldBe(0);
    }
}
