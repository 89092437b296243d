using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>CitizenWatt's calls about providers. Nothing here changes the site.</summary>
public sealed class EnergyProvidersTests(OfferSiteFixture fixture) : IClassFixture<OfferSiteFixture>
{
    private const string Mine =
        """{"id":102,"name":"Mine","type_id":1,"day_slope_watt_euros":0.25,"day_constant_watt_euros":12.5,"night_slope_watt_euros":0.15,"night_constant_watt_euros":12.5,"current":1,"threshold":6000,"start_night_rate":"22:30","end_night_rate":"06:30"}""";

    private const string Past =
        """{"id":101,"name":"Past","type_id":1,"day_slope_watt_euros":0.12,"day_constant_watt_euros":9,"night_slope_watt_euros":0.12,"night_constant_watt_euros":9,"current":0,"threshold":3000}""";

    private const string Later =
        """{"id":103,"name":"Later","type_id":1,"day_slope_watt_euros":0.3,"day_constant_watt_euros":20,"night_slope_watt_euros":0.2,"night_constant_watt_euros":20,"current":0,"threshold":null}""";

    // The offer is without VAT, and its first span of a weekday begins at noon.
    private const string Offered =
        """{"id":104,"name":"Offered","type_id":1,"day_slope_watt_euros":0.24,"day_constant_watt_euros":12,"night_slope_watt_euros":0.12,"night_constant_watt_euros":12,"current":0,"threshold":9000,"start_night_rate":"12:15","end_night_rate":"14:15"}""";

    private const string Nothing =
        """{"id":105,"name":"Nothing","type_id":1,"day_slope_watt_euros":null,"day_constant_watt_euros":null,"night_slope_watt_euros":null,"night_constant_watt_euros":null,"current":0,"threshold":null}""";

    private static FormUrlEncodedContent Login(string password = WebSite.Password) => new(new Dictionary<string, string>
    {
        ["login"] = WebSite.UserName,
        ["password"] = password,
    });

    private async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string password = WebSite.Password)
    {
        using var client = fixture.Site.CreateClient();
        using var form = Login(password);
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), form);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/energy_providers", $"[{Past},{Mine},{Later},{Offered},{Nothing}]")]
    [InlineData("/api/energy_providers/current", Mine)]
    [InlineData("/api/energy_providers/101", Past)]
    [InlineData("/api/energy_providers/102", Mine)]
    [InlineData("/api/energy_providers/103", Later)]
    [InlineData("/api/energy_providers/104", Offered)]
    [InlineData("/api/energy_providers/105", Nothing)]
    [InlineData("/api/energy_providers/9", "null")]
    [InlineData("/api/energy_providers/99999999999999999999", "null")]
    [InlineData("/api/current/watt_to_euros/day/10", "2.5")]
    [InlineData("/api/current/watt_to_euros/night/10", "1.5")]
    [InlineData("/api/102/watt_to_euros/night/0.5", "0.075")]
    [InlineData("/api/101/watt_to_euros/night/10", "1.2")]
    [InlineData("/api/104/watt_to_euros/day/1", "0.24")]
    [InlineData("/api/104/watt_to_euros/night/12.5", "1.5")]
    [InlineData("/api/103/watt_to_euros/day/0", "0")]
    [InlineData("/api/105/watt_to_euros/day/1", "null")]
    [InlineData("/api/9/watt_to_euros/day/1", "null")]
    [InlineData("/api/99999999999999999999/watt_to_euros/day/1", "null")]
    [InlineData("/api/current/watt_to_euros/day/1000000000000", "250000000000")]
    public async Task Each_call_answers_by_get_and_by_post(string path, string data)
    {
        (await PostAsync(path)).ShouldBe((HttpStatusCode.OK, $"{{\"data\":{data}}}"));
        (await GetAsync(path)).ShouldBe((HttpStatusCode.OK, $"{{\"data\":{data}}}"));
    }

    [Theory]
    [InlineData("/api/current/watt_to_euros/day/-1", "kwh is '-1'")]
    [InlineData("/api/current/watt_to_euros/day/1e3", "kwh is '1e3'")]
    [InlineData("/api/current/watt_to_euros/day/1.2.3", "kwh is '1.2.3'")]
    [InlineData("/api/current/watt_to_euros/day/1,5", "kwh is '1,5'")]
    [InlineData("/api/current/watt_to_euros/day/NaN", "kwh is 'NaN'")]
    [InlineData("/api/current/watt_to_euros/night/Infinity", "kwh is 'Infinity'")]
    [InlineData("/api/9/watt_to_euros/night/1000000000001", "kwh is '1000000000001'")]
    public async Task A_wrong_number_is_400_with_the_reason(string path, string reason)
    {
        var (status, body) = await PostAsync(path);
        status.ShouldBe(HttpStatusCode.BadRequest);
        JsonDocument.Parse(body).RootElement.GetProperty("error").GetString()!.ShouldStartWith($"{reason}; allowed: a decimal number of kilowatt-hours");
    }

    [Theory]
    [InlineData("/api/energy_providers/mine")]
    [InlineData("/api/energy_providers/-1")]
    [InlineData("/api/energy_providers/current/1")]
    [InlineData("/api/mine/watt_to_euros/day/1")]
    [InlineData("/api/current/watt_to_euros/noon/1")]
    [InlineData("/api/current/watt_to_euros/day")]
    public async Task An_unknown_path_is_404(string path)
    {
        (await PostAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync(path)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/energy_providers")]
    [InlineData("/api/energy_providers/current")]
    [InlineData("/api/current/watt_to_euros/day/-1")] // credentials come before numbers
    public async Task Nobody_gets_an_answer(string path)
    {
        (await PostAsync(path, "wrong")).Status.ShouldBe(HttpStatusCode.Forbidden);
        using var client = fixture.Site.CreateClient();
        using var anonymous = await client.GetAsync(new Uri(path, UriKind.Relative));
        anonymous.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "nonsense");
        using var wrong = await client.GetAsync(new Uri(path, UriKind.Relative));
        wrong.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_cookie_is_enough_and_another_method_is_405()
    {
        using var client = await fixture.Site.SignInAsync();
        (await client.GetStringAsync(new Uri("/api/energy_providers/current", UriKind.Relative))).ShouldBe($"{{\"data\":{Mine}}}");
        using var deleted = await client.DeleteAsync(new Uri("/api/energy_providers/102", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task The_front_end_finds_what_it_reads()
    {
        // CitizenWatt's DataProvider.js and App.js: the prices and the charge of a rate, and where to draw the threshold.
        using var answer = JsonDocument.Parse((await GetAsync("/api/energy_providers/current")).Body);
        var provider = answer.RootElement.GetProperty("data");
        foreach (var field in new[] { "day_slope_watt_euros", "day_constant_watt_euros", "night_slope_watt_euros", "night_constant_watt_euros", "threshold", "current", "id", "type_id" })
            provider.GetProperty(field).ValueKind.ShouldBe(JsonValueKind.Number, field);
        foreach (var field in new[] { "name", "start_night_rate", "end_night_rate" })
            provider.GetProperty(field).ValueKind.ShouldBe(JsonValueKind.String, field);
    }
}
