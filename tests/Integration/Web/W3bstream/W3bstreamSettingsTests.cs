using System.Net;
using System.Text;
using System.Text.Json;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.W3bstream;

/// <summary>GET and PUT /api/v1/w3bstream/settings.</summary>
public sealed class W3bstreamSettingsTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const string Path = "/api/v1/w3bstream/settings";
    private const string Secret = "pub_quiteSecretToken.0123456789";

    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync() => _admin = await fixture.Site.CreateTokenClientAsync("admin");

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<JsonElement> PutAsync(string body, HttpStatusCode expected = HttpStatusCode.OK) => PutAsync(_admin, body, expected);

    private static async Task<JsonElement> PutAsync(HttpClient client, string body, HttpStatusCode expected, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await client.PutAsync(new Uri(Path, UriKind.Relative), content);
        return await ApiCalls.ReadAsync(response, expected);
    }

    private Task<string> StoredAsync() => fixture.Database.Owner.ScalarAsync<string>("select to_jsonb(s)::text from w3bstream_settings s");

    [Fact]
    public async Task Any_subset_is_changed_and_the_rest_stays()
    {
        var sensor = await fixture.Database.AddSensorAsync("chosen");
        var all = await PutAsync($$"""
            {"publish_url":" https://devnet.example/x?y=z ","profile":"task","signature_encoding":"der","public_key_form":"address","timestamp_unit":"ms","window_s":300,
             "sensors":[{{sensor}}],"skip_zero":true,"max_age_s":60,"project_id":"1009","project_version":"v1","signed_keys":["value","timestamp"],
             "reward_steps":[{"below_w":2.5,"tokens_per_hour":7}]}
            """);
        all.GetRawText().ShouldBe(
            "{\"publish_url\":\"https://devnet.example/x?y=z\",\"token_set\":" + (all.GetProperty("token_set").GetBoolean() ? "true" : "false")
            + ",\"profile\":\"task\",\"signature_encoding\":\"der\",\"public_key_form\":\"address\",\"timestamp_unit\":\"ms\",\"window_s\":300,\"sensors\":["
            + sensor.ToString(System.Globalization.CultureInfo.InvariantCulture)
            + "],\"skip_zero\":true,\"max_age_s\":60,\"project_id\":\"1009\",\"project_version\":\"v1\",\"signed_keys\":[\"value\",\"timestamp\"],\"reward_steps\":[{\"below_w\":2.5,\"tokens_per_hour\":7}]}");
        var one = await PutAsync("""{"window_s":10}""");
        one.GetRawText().ShouldBe(all.GetRawText().Replace("\"window_s\":300", "\"window_s\":10", StringComparison.Ordinal));
        (await PutAsync("{}")).GetRawText().ShouldBe(one.GetRawText());
        using var reader = await fixture.Site.CreateTokenClientAsync("read");
        (await reader.GetJsonAsync(Path)).GetRawText().ShouldBe(one.GetRawText());
        var empty = await PutAsync("""{"publish_url":null,"profile":"devnet","project_id":null,"project_version":"","sensors":[],"signed_keys":[],"reward_steps":[],"window_s":5,"skip_zero":false}""");
        empty.GetProperty("publish_url").GetString().ShouldBe("");
        empty.GetProperty("reward_steps").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_token_is_kept_encrypted_and_never_told()
    {
        var answers = new List<string> { (await PutAsync($$"""{"token":"{{Secret}}","window_s":7}""")).GetRawText() };
        answers[0].ShouldContain("\"token_set\":true");
        (await fixture.Database.Owner.ScalarAsync<string>("select token from w3bstream_settings")).ShouldStartWith("protected:");
        (await StoredAsync()).ShouldNotContain(Secret);
        new SecretBox(new KeyRing(System.IO.Path.Combine(fixture.Site.Directory, "keys"))).Reveal(await fixture.Database.Owner.ScalarAsync<string>("select token from w3bstream_settings")).ShouldBe(Secret);
        answers.Add((await PutAsync($$"""{"token":"{{Secret}} "}""", HttpStatusCode.BadRequest)).GetRawText());
        answers.Add((await PutAsync($$"""{"token":["{{Secret}}"]}""", HttpStatusCode.BadRequest)).GetRawText());
        answers.Add((await PutAsync($$"""{"token":"{{Secret}}","window_s":0}""", HttpStatusCode.BadRequest)).GetRawText());
        answers.Add((await PutAsync($$"""{"token":"{{Secret}}" """, HttpStatusCode.BadRequest)).GetRawText());
        answers.Add((await _admin.GetJsonAsync(Path)).GetRawText());
        answers.Add((await _admin.GetJsonAsync("/api/v1/w3bstream/status")).GetRawText());
        answers.ShouldAllBe(answer => !answer.Contains(Secret, StringComparison.Ordinal) && !answer.Contains("protected:", StringComparison.Ordinal));
        fixture.Site.Process.Output.ShouldNotContain(Secret);
        (await PutAsync("""{"token":null}""")).GetProperty("token_set").GetBoolean().ShouldBeFalse();
        (await fixture.Database.Owner.ScalarAsync<string>("select token from w3bstream_settings")).ShouldBe("");
    }

    [Fact]
    public async Task A_retired_sensor_is_not_chosen()
    {
        var sensor = await fixture.Database.AddSensorAsync("put away");
        await fixture.Database.Owner.ExecuteAsync("update sensors set enabled = false, retired_at = now() where id = $1", sensor);
        (await PutAsync($"{{\"sensors\":[{sensor}]}}", HttpStatusCode.BadRequest)).Detail().ShouldContain($"sensors is '{sensor}'; allowed: at most 100 numbers of sensors that there are");
    }

    [Theory]
    [InlineData("""{"window_s":0,"max_age_s":100}""", "window_s is '0'; allowed: a whole number of seconds from 1 to 300.")]
    [InlineData("""{"max_age_s":100,"window_s":"5"}""", "window_s is '5'; allowed: a whole number")]
    [InlineData("""{"max_age_s":100,"publish_url":"ftp://x/"}""", "publish_url is 'ftp://x/'; allowed: empty, or an absolute URL of http or https")]
    [InlineData("""{"max_age_s":100,"publish_url":"https://user:word@x/"}""", "publish_url cannot be what was given, which is not repeated here")]
    [InlineData("""{"max_age_s":100,"sensors":[987654]}""", "sensors is '987654'; allowed: at most 100 numbers of sensors that there are")]
    [InlineData("""{"max_age_s":100,"sensors":["1"]}""", "sensors is 'an array'; allowed")]
    [InlineData("""{"max_age_s":100,"sensors":null}""", "sensors is 'null'; allowed")]
    [InlineData("""{"max_age_s":100,"profile":null}""", "profile is 'null'; allowed: devnet or task.")]
    [InlineData("""{"max_age_s":100,"skip_zero":1}""", "skip_zero is '1'; allowed: true or false.")]
    [InlineData("""{"max_age_s":100,"signed_keys":["nonce"]}""", "signed_keys is 'nonce'; allowed: timestamp and value")]
    [InlineData("""{"max_age_s":100,"reward_steps":[{"below_w":5,"tokens_per_hour":1},{"below_w":3,"tokens_per_hour":1}]}""", "reward_steps is '5:1,3:1'; allowed: at most 20 steps")]
    [InlineData("""{"max_age_s":100,"reward_steps":[{"below_w":5}]}""", "reward_steps[0].tokens_per_hour is missing")]
    [InlineData("""{"max_age_s":100,"project_id":"a<b"}""", "project_id is 'a<b'; allowed")]
    [InlineData("""{"max_age_s":100,"project_id":"\ud800"}""", "project_id is 'no Unicode text'")]
    [InlineData("""{"max_age_s":100,"publish_uri":""}""", "There is no field 'publish_uri'; allowed: publish_url, token")]
    [InlineData("""{"max_age_s":100,"max_age_s":200}""", "The body is no JSON")]
    [InlineData("[]", "The body is 'an array'; allowed: an object")]
    [InlineData("", "The body is no JSON")]
    public async Task One_that_is_wrong_changes_none(string body, string message)
    {
        var before = await StoredAsync();
        (await PutAsync(body, HttpStatusCode.BadRequest)).Detail().ShouldContain(message);
        (await StoredAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once() =>
        (await PutAsync("""{"window_s":0,"profile":"x"}""", HttpStatusCode.BadRequest)).Detail().ShouldSatisfyAllConditions(
            detail => detail.ShouldContain("window_s is '0'"), detail => detail.ShouldContain("profile is 'x'"));

    [Theory]
    [InlineData("read")]
    [InlineData("write")]
    public async Task Only_an_admin_changes_them(string scope)
    {
        using var client = await fixture.Site.CreateTokenClientAsync(scope);
        var before = await StoredAsync();
        await PutAsync(client, """{"window_s":9}""", HttpStatusCode.Forbidden);
        await client.PostAsync("/api/v1/w3bstream/retry", "", HttpStatusCode.Forbidden);
        using var nobody = fixture.Site.CreateClient();
        await PutAsync(nobody, """{"window_s":9}""", HttpStatusCode.Unauthorized);
        foreach (var call in (string[])["settings", "status", "outbox"]) await nobody.GetJsonAsync($"/api/v1/w3bstream/{call}", HttpStatusCode.Unauthorized);
        (await StoredAsync()).ShouldBe(before);
        await PutAsync(_admin, "{}", HttpStatusCode.UnsupportedMediaType, "text/plain");
    }

    [Fact]
    public async Task An_admins_token_of_a_reader_is_not_enough()
    {
        await fixture.Database.AddUserAsync("guest", WebSite.Password, User.Reader);
        using var client = await fixture.Site.CreateTokenClientAsync("admin", "guest");
        await PutAsync(client, """{"window_s":9}""", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_site_that_is_read_only_shows_and_changes_nothing()
    {
        await using var site = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Web__ReadOnly"] = "true" });
        using var client = await site.CreateTokenClientAsync("admin");
        var before = await StoredAsync();
        (await PutAsync(client, """{"window_s":9}""", HttpStatusCode.Forbidden)).Detail().ShouldStartWith("This base station is read-only");
        await client.PostAsync("/api/v1/w3bstream/retry", "", HttpStatusCode.Forbidden);
        foreach (var call in (string[])["settings", "status", "outbox"]) await client.GetJsonAsync($"/api/v1/w3bstream/{call}");
        (await StoredAsync()).ShouldBe(before);
    }
}
