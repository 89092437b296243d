using System.Net;
using System.Text;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>What PUT /api/v1/contracts and /api/v1/settings refuse, and how they say so.</summary>
public sealed class ContractErrorTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const string Path = "/api/v1/contracts";
    private const string Edf = """{"provider":{"name":"EDF","threshold_w":6000},"valid_from":"2020-01-01","day_price_per_kwh":0.1734,"night_price_per_kwh":0.1367}""";

    private HttpClient _client = null!;

    public async ValueTask InitializeAsync() => _client = await fixture.Site.CreateTokenClientAsync("admin");

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string ListOf(params string[] contracts) => $$"""{"contracts":[{{string.Join(',', contracts)}}]}""";

    private async Task<JsonElement> RefuseAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PutAsync(new Uri(path, UriKind.Relative), content);
        return await ApiCalls.ReadAsync(response, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("valid_from", "\"2020-13-01\"", "contracts[1].valid_from is '2020-13-01'; allowed: a date from 2000-01-01 to 2099-12-31")]
    [InlineData("valid_from", "\"1999-12-31\"", "1999-12-31")]
    [InlineData("valid_from", "\"2100-01-01\"", "2100-01-01")]
    [InlineData("valid_from", "20200101", "20200101")]
    [InlineData("valid_from", "\"2020-01-01\"", "as is contracts[0]'s; allowed: one contract a date")]
    [InlineData("day_price_per_kwh", "100.01", "contracts[1].day_price_per_kwh is '100.01'; allowed: a number from -100 to 100 with at most 6 decimals")]
    [InlineData("day_price_per_kwh", "0.1234567", "at most 6 decimals")]
    [InlineData("day_price_per_kwh", "0.00000000000000000000000000000000001", "at most 6 decimals")]
    [InlineData("day_price_per_kwh", "1e-1", "without an exponent")]
    [InlineData("night_price_per_kwh", "\"0.1\"", "contracts[1].night_price_per_kwh is '0.1'")]
    [InlineData("night_price_per_kwh", "null", "contracts[1].night_price_per_kwh is 'null'")]
    [InlineData("night_price_per_kwh", "-100.000001", "-100.000001")]
    [InlineData("standing_charge_per_month", "-1", "contracts[1].standing_charge_per_month is '-1'")]
    [InlineData("standing_charge_per_month", "1.00001", "at most 4 decimals")]
    [InlineData("prices_include_vat", "1", "contracts[1].prices_include_vat is '1'; allowed: true or false")]
    [InlineData("vat_percent", "100.01", "contracts[1].vat_percent")]
    [InlineData("vat_percent", "5.555", "at most 2 decimals")]
    [InlineData("off_peak", "\"22:30\"", "contracts[1].off_peak: '22:30' are not off-peak hours")]
    [InlineData("off_peak", "\"25:00-06:00\"", "25:00-06:00")]
    [InlineData("off_peak", "[]", "contracts[1].off_peak is 'an array'")]
    [InlineData("provider", "\"EDF\"", "contracts[1].provider is 'EDF'; allowed: an object")]
    [InlineData("provider", "{}", "contracts[1].provider is 'an object'")]
    [InlineData("provider", "{\"id\":4711}", "contracts[1].provider.id is 4711")]
    [InlineData("provider", "{\"id\":0}", "contracts[1].provider.id is '0'")]
    [InlineData("provider", "{\"name\":\"\"}", "contracts[1].provider.name is ''")]
    [InlineData("provider", "{\"name\":\"a\\u0000b\"}", "without control characters")]
    [InlineData("provider", "{\"name\":\"\\ud800\"}", "contracts[1].provider.name")]
    [InlineData("provider", "{\"name\":\"X\",\"threshold_w\":0}", "contracts[1].provider.threshold_w is '0'")]
    [InlineData("provider", "{\"name\":\"EDF\",\"threshold_w\":9000}", "more than one threshold_w")]
    [InlineData("provider", "{\"name\":\"X\",\"color\":1}", "no field 'contracts[1].provider.color'")]
    [InlineData("price", "1", "There is no field 'contracts[1].price'; allowed: id, provider")]
    public async Task What_is_wrong_is_named_with_its_place_and_nothing_is_changed(string field, string value, string expected)
    {
        var fields = new Dictionary<string, string>
        {
            ["provider"] = """{"name":"Other"}""",
            ["valid_from"] = "\"2021-01-01\"",
            ["day_price_per_kwh"] = "1",
            ["night_price_per_kwh"] = "1",
            [field] = value,
        };
        var body = ListOf(Edf, $"{{{string.Join(',', fields.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}");
        var before = (await _client.GetJsonAsync(Path)).GetRawText();
        (await RefuseAsync(Path, body)).Detail().ShouldContain(expected);
        (await _client.GetJsonAsync(Path)).GetRawText().ShouldBe(before);
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from providers where name in ('EDF', 'Other', 'X')")).ShouldBe(0);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "The body is 'an array'; allowed: an object with the fields contracts")]
    [InlineData("{}", "contracts is missing")]
    [InlineData("""{"contracts":{}}""", "contracts is 'an object'")]
    [InlineData("""{"contracts":[1]}""", "contracts[0] is '1'; allowed: an object")]
    [InlineData("""{"contracts":[{}]}""", "contracts[0].provider is missing")]
    [InlineData("""{"contracts":[],"contracts":[]}""", "no JSON")]
    [InlineData("{\"\\ud800\":1,\"contracts\":[]}", "no JSON")]
    [InlineData("""{"contracts":[],"force":true}""", "There is no field 'force'")]
    [InlineData("""{"contracts":[{"provider":{"name":"X"},"valid_from":"2020-01-01","night_price_per_kwh":1}]}""", "contracts[0].day_price_per_kwh is missing")]
    public async Task A_body_of_another_form_is_refused(string body, string expected) =>
        (await RefuseAsync(Path, body)).Detail().ShouldContain(expected);

    [Theory]
    [InlineData("""{"time_zone":"Mars/Olympus"}""", "time_zone is 'Mars/Olympus'; allowed: a name of the IANA time zone database")]
    [InlineData("""{"time_zone":1}""", "time_zone is '1'")]
    [InlineData("""{"currency":"eur"}""", "currency is 'eur'; allowed: the three capital letters")]
    [InlineData("""{"currency":"XQX"}""", "XQX")]
    [InlineData("""{"site_name":"  "}""", "site_name is '  '; allowed: a text of 1 to 64 characters")]
    [InlineData("""{"site_name":"A very long name that nobody would give to the place where he lives, or is it"}""", "allowed: a text of 1 to 64 characters")]
    [InlineData("""{"site_name":null}""", "site_name is 'null'")]
    [InlineData("""{"language":"fr"}""", "There is no field 'language'; allowed: time_zone, currency, site_name")]
    public async Task Wrong_settings_are_refused(string body, string expected) =>
        (await RefuseAsync("/api/v1/settings", body)).Detail().ShouldContain(expected);
}
