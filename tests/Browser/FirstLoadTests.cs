using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>What a browser that was never here loads, over the wire.</summary>
public sealed class FirstLoadTests(House house) : IClassFixture<House>
{
    private const int MostBytes = 300_000;

    [Fact]
    public async Task The_dashboard_is_light()
    {
        await using var first = await house.Site.LoginAsync();
        var cookies = await first.Page.Context.CookiesAsync();
        await using var visit = await house.Site.VisitAsync();
        await visit.Page.Context.AddCookiesAsync(cookies.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Url = house.Site.Site.Address.ToString() }));
        var browser = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        var sizes = new ConcurrentBag<double>();
        browser.Event("Network.loadingFinished").OnEvent += (_, loaded) => sizes.Add(loaded!.Value.GetProperty("encodedDataLength").GetDouble());
        await browser.SendAsync("Network.enable");
        await visit.Page.GotoAsync("/conso", new() { WaitUntil = WaitUntilState.NetworkIdle });
        await visit.WaitForPointsAsync();
        sizes.Count.ShouldBeGreaterThan(5);
        (await visit.Page.Locator("link[rel=stylesheet]").CountAsync()).ShouldBe(1);
        sizes.Sum().ShouldBeLessThan(MostBytes, string.Join("\n", sizes.Order()));
    }

    [Fact]
    public async Task It_can_be_installed_like_an_app()
    {
        await using var visit = await house.Site.VisitAsync();
        await visit.Page.GotoAsync("/login");
        var address = await visit.Page.Locator("link[rel=manifest]").GetAttributeAsync("href");
        var manifest = JsonDocument.Parse(await (await visit.Page.APIRequest.GetAsync($"/{address}")).TextAsync()).RootElement;
        manifest.GetProperty("display").GetString().ShouldBe("standalone");
        var icons = manifest.GetProperty("icons").EnumerateArray().ToList();
        icons.Select(icon => icon.GetProperty("sizes").GetString()).ShouldBe(["any", "192x192", "512x512", "512x512"]);
        icons[^1].GetProperty("purpose").GetString().ShouldBe("maskable");
        foreach (var icon in icons.Where(icon => icon.GetProperty("type").GetString() == "image/png"))
        {
            var size = await visit.Page.EvaluateAsync<string>(
                "async address => { const picture = new Image(); picture.src = address; await picture.decode(); return `${picture.naturalWidth}x${picture.naturalHeight}`; }",
                icon.GetProperty("src").GetString());
            size.ShouldBe(icon.GetProperty("sizes").GetString());
        }
    }
}
