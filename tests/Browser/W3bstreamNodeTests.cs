using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Playwright;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Browser;

/// <summary>The page of the stand-in for W3bstream.</summary>
public sealed class W3bstreamNodeTests(WebFixture site) : IClassFixture<WebFixture>
{
    private static async Task SendAsync(RunningNode node, ECDsa key, double watts, long timestamp)
    {
        var data = string.Create(CultureInfo.InvariantCulture, $$"""{"sensor_reading":{{watts:0.0}},"timestamp":{{timestamp}}}""");
        var signature = key.SignData(Encoding.UTF8.GetBytes(data), HashAlgorithmName.SHA256);
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", "any") } };
        using var message = new StringContent(
            $$"""{"data":{{data}},"signature":"{{Convert.ToHexStringLower(signature)}}","public_key":"04{{Convert.ToHexStringLower([.. point.X!, .. point.Y!])}}"}""");
        using var answer = await http.PostAsync($"{node.PublishUrl}?eventType=DATA&eventID={Guid.NewGuid()}&timestamp=1", message);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(390)]
    public async Task Readings_appear_on_the_page_as_they_arrive(int width)
    {
        await using var node = await RunningNode.StartAsync();
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        await using var visit = await site.VisitAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 } });
        await visit.Page.GotoAsync(node.Url.ToString());
        await visit.Page.GetByText("Nothing has arrived yet.").WaitForAsync();

        await SendAsync(node, key, 134.7, 1_800_000_000);
        await SendAsync(node, key, 1135.2, 1_800_000_005);

        var newest = visit.Page.Locator("tbody tr").First;
        await newest.GetByText("1,135.2").WaitForAsync();
        (await newest.InnerTextAsync()).ShouldContain("@noble/curves and openssl");
        (await visit.Page.Locator("tbody tr").CountAsync()).ShouldBe(2);
        var address = node.Readings[0].Device;
        (await visit.Page.Locator("#devices").InnerTextAsync()).ShouldContain(address.Address);
        (await visit.Page.Locator("#devices").InnerTextAsync()).ShouldContain(address.Io);
        (await visit.Page.Locator("#counts").InnerTextAsync()).ShouldStartWith("2");
        (await visit.OverflowAsync()).ShouldBeLessThanOrEqualTo(0);
    }
}
