using System.Net;
using System.Text;
using System.Text.Json;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>GET and PUT /api/v1/providers. Each test that changes the catalogue begins with a list of its own.</summary>
public sealed class ProviderResourceTests(OfferSiteFixture fixture) : IClassFixture<OfferSiteFixture>, IAsyncLifetime
{
    private const string Path = "/api/v1/providers";

    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _admin = await fixture.Site.CreateTokenClientAsync("admin");
        await PutAsync(OfferJson.ListOf(OfferJson.Of("Mine"), OfferJson.Of("Old news")));
    }

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<JsonElement> PutAsync(string body, HttpStatusCode expected = HttpStatusCode.OK, string type = "application/json") => PutAsync(_admin, body, expected, type);

    private static async Task<JsonElement> PutAsync(HttpClient client, string body, HttpStatusCode expected, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await client.PutAsync(new Uri(Path, UriKind.Relative), content);
        return await ApiCalls.ReadAsync(response, expected);
    }

    private async Task<string> CatalogueAsync()
    {
        using var reader = await fixture.Site.CreateTokenClientAsync("read");
        return await reader.GetStringAsync(new Uri(Path, UriKind.Relative));
    }

    [Fact]
    public async Task The_list_says_what_is_offered_and_what_is_in_use()
    {
        await PutAsync(OfferJson.ListOf(OfferJson.Of(
            "Électrique & Co", 0.2142, 0.1589, 15.86,
            ",\"threshold\":6000,\"off_peak\":\"22:30-06:30\",\"prices_include_vat\":false,\"vat_percent\":5.5,\"offered_on\":\"2026-08-01\",\"source\":\"a sheet\"")));
        using var answer = JsonDocument.Parse(await CatalogueAsync());
        var providers = answer.RootElement.GetProperty("providers").EnumerateArray().ToDictionary(provider => provider.GetProperty("name").GetString()!);
        providers["Mine"].GetRawText().ShouldBe("""{"id":102,"name":"Mine","threshold_w":6000,"in_use":true,"current":true,"offer":null}""");
        providers["Past"].GetRawText().ShouldBe("""{"id":101,"name":"Past","threshold_w":3000,"in_use":true,"current":false,"offer":null}""");
        providers["Nothing"].GetRawText().ShouldBe("""{"id":105,"name":"Nothing","threshold_w":null,"in_use":false,"current":false,"offer":null}""");
        var offered = providers["Électrique & Co"];
        (offered.GetProperty("in_use").GetBoolean(), offered.GetProperty("current").GetBoolean(), offered.Number("threshold_w")).ShouldBe((false, false, 6000));
        offered.GetProperty("offer").GetRawText().ShouldBe(
            """{"day_price_per_kwh":0.2142,"night_price_per_kwh":0.1589,"standing_charge_per_month":15.86,"off_peak":"22:30-06:30","prices_include_vat":false,"vat_percent":5.5,"offered_on":"2026-08-01","source":"a sheet"}""");
    }

    [Fact]
    public async Task A_newer_list_is_the_catalogue_and_what_changed_is_told()
    {
        var answer = await PutAsync(OfferJson.ListOf(OfferJson.Of("Past"), OfferJson.Of("New")));
        answer.GetRawText().ShouldBe("""{"offers":2,"added":["New"],"changed":["Past"],"removed":["Old news"],"kept":["Mine"]}""");
        (await PutAsync(OfferJson.ListOf(OfferJson.Of("Past"), OfferJson.Of("New")))).GetRawText().ShouldBe("""{"offers":2,"added":[],"changed":[],"removed":[],"kept":[]}""");

        // The contract in force is as it was, and so is what the pages and the other calls say of it.
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        (await client.GetStringAsync(new Uri("/api/current/watt_to_euros/day/10", UriKind.Relative))).ShouldBe("""{"data":2.5}""");
        (await client.GetStringAsync(new Uri("/api/energy_providers/current", UriKind.Relative))).ShouldContain("\"name\":\"Mine\"");
    }

    [Theory]
    [InlineData("[]", "The list has 0 offers")]
    [InlineData("not json", "The list is not JSON: look at line 1")]
    [InlineData("", "The list is not JSON")]
    [InlineData("{}", "The list is an object")]
    [InlineData("""{"url":5}""", "The body is not as it should be; allowed: a list of offers")]
    [InlineData("""{"url":"https://example.org/","partial":true}""", "The body is not as it should be")]
    [InlineData("""{"url":"\ud800"}""", "no Unicode")]
    [InlineData("""{"url":"file:///etc/passwd"}""", "The address of the list is not allowed")]
    [InlineData("""[{"name":"New","day_slope_watt_euros":1,"day_constant_watt_euros":1},{"name":"Bad","day_slope_watt_euros":"free","day_constant_watt_euros":1}]""", "Offer 1: day_slope_watt_euros is 'free'; allowed: a number from -100 to 100 euros a kWh.")]
    public async Task One_wrong_entry_refuses_the_whole(string body, string reason)
    {
        var before = await CatalogueAsync();
        (await PutAsync(body, HttpStatusCode.BadRequest)).Detail().ShouldContain(reason);
        (await CatalogueAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_list_is_fetched_from_where_the_setting_allows()
    {
        await using var server = new ListServer()
            .Answer("/list.json", OfferJson.ListOf(OfferJson.Of("Fetched")))
            .Answer("/page", "<html>")
            .Answer("/gone", "", "404 Not Found", "Content-Length: 0\r\n")
            .Redirect("/moved", "/list.json")
            .Redirect("/inwards", $"http://localhost:{fixture.Site.Port}/health/live");
        (await PutAsync($$"""{"url":"{{server.UrlOf("/list.json")}}"}""")).GetProperty("added")[0].GetString().ShouldBe("Fetched");
        (await PutAsync($$"""{"url":"{{server.UrlOf("/moved")}}"}""")).Number("offers").ShouldBe(1);
        var before = await CatalogueAsync();
        (await PutAsync($$"""{"url":"{{server.UrlOf("/page")}}"}""", HttpStatusCode.BadRequest)).Detail().ShouldStartWith("The list is not JSON");
        (await PutAsync($$"""{"url":"{{server.UrlOf("/gone")}}"}""", HttpStatusCode.BadGateway)).Detail().ShouldContain("status 404");
        (await PutAsync($$"""{"url":"{{server.UrlOf("/inwards")}}"}""", HttpStatusCode.BadRequest)).Detail().ShouldContain("not on the public internet");
        (await PutAsync($$"""{"url":"http://localhost:{{server.Port}}/list.json"}""", HttpStatusCode.BadRequest)).Detail().ShouldContain("Web:OffersFrom");
        (await CatalogueAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task A_body_that_is_too_big_or_of_another_type_is_refused()
    {
        await PutAsync($"[{new string(' ', 1024 * 1024)}]", HttpStatusCode.RequestEntityTooLarge);
        (await PutAsync("[]", HttpStatusCode.UnsupportedMediaType, "text/plain")).Detail().ShouldContain("allowed: application/json");
    }

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    public async Task Only_an_admin_changes_the_catalogue(string scope)
    {
        using var client = await fixture.Site.CreateTokenClientAsync(scope);
        var before = await CatalogueAsync();
        (await PutAsync(client, OfferJson.ListOf(OfferJson.Of("X")), HttpStatusCode.Forbidden)).Detail().ShouldContain("needs admin rights");
        using var nobody = fixture.Site.CreateClient();
        await PutAsync(nobody, OfferJson.ListOf(OfferJson.Of("X")), HttpStatusCode.Unauthorized);
        await nobody.GetJsonAsync(Path, HttpStatusCode.Unauthorized);
        (await CatalogueAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task An_admin_token_of_a_reader_is_not_enough()
    {
        await fixture.Database.AddUserAsync("guest", WebSite.Password, User.Reader);
        using var client = await fixture.Site.CreateTokenClientAsync("admin", "guest");
        await PutAsync(client, OfferJson.ListOf(OfferJson.Of("X")), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Other_methods_and_parameters_are_refused()
    {
        using var response = await _admin.DeleteAsync(new Uri(Path, UriKind.Relative));
        await ApiCalls.ReadAsync(response, HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["GET", "PUT"], ignoreOrder: true);
        await _admin.GetJsonAsync($"{Path}?current=true", HttpStatusCode.BadRequest);
    }
}
