using System.Net;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Who may open the connection of the live pages.</summary>
public sealed class CircuitGateTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private string Own => fixture.Site.Address.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task A_page_of_another_site_opens_no_live_connection_with_our_cookie()
    {
        using var client = await fixture.Site.SignInAsync();
        (await OpenAsync(client, ("Origin", Own))).ShouldBe(HttpStatusCode.SwitchingProtocols);
        (await OpenAsync(client, ("Origin", Own), ("Sec-Fetch-Site", "same-origin"))).ShouldBe(HttpStatusCode.SwitchingProtocols);
        (await OpenAsync(client, ("Origin", "http://127.0.0.1:1"))).ShouldBe(HttpStatusCode.Forbidden);
        (await OpenAsync(client, ("Origin", "https://example.org"))).ShouldBe(HttpStatusCode.Forbidden);
        (await OpenAsync(client, ("Origin", "null"))).ShouldBe(HttpStatusCode.Forbidden);
        (await OpenAsync(client, ("Origin", Own), ("Sec-Fetch-Site", "same-site"))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Nobody_opens_one_without_a_session()
    {
        using var client = fixture.Site.CreateClient();
        (await OpenAsync(client, ("Origin", Own))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpStatusCode> OpenAsync(HttpClient client, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor");
        request.Headers.Connection.Add("Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }
}
