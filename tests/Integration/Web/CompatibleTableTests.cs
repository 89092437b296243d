using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Every call: by each method, with each kind of credentials, without any, and with each number that is wrong.</summary>
public sealed class CompatibleTableTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const long Start = 1_790_000_000;

    private int _sensor;
    private long _firstId;

    public static TheoryData<string> Reads =>
    [
        "sensors", "sensors/{sensor}", "types", "time",
        "{sensor}/get/watts/by_id/{id}", "{sensor}/get/watts/by_id/-1", "{sensor}/get/watts/by_time/{time}",
        "{sensor}/get/watts/by_id/{id}/{end}", "{sensor}/get/kwatthours/by_id/{id}/{end}", "{sensor}/get/euros/by_id/-3/0",
        "{sensor}/get/watts/by_time/{time}/{until}", "{sensor}/get/kwatthours/by_time/{time}/{until}", "{sensor}/get/euros/by_time/{time}/{until}",
        "{sensor}/get/watts/by_id/{id}/{end}/2", "{sensor}/get/kwatthours/by_id/-3/0/2", "{sensor}/get/euros/by_id/{id}/{end}/2",
        "{sensor}/get/watts/by_time/{time}/{until}/7.5", "{sensor}/get/kwatthours/by_time/{time}/{until}/8", "{sensor}/get/euros/by_time/{time}/{until}/3600",
    ];

    public static TheoryData<string> Writes =>
    [
        "{sensor}/insert/1/{time}/0", "sensors/{sensor}/reset_timer",
        "{sensor}/delete/by_id/{id}", "{sensor}/delete/by_id/{id}/{end}", "{sensor}/delete/by_time/{time}", "{sensor}/delete/by_time/{time}/{until}",
    ];

    public async ValueTask InitializeAsync()
    {
        _sensor = await fixture.Database.AddSensorAsync($"table {Guid.NewGuid():N}");
        await fixture.Database.InsertMeasuresAsync(_sensor, [.. Enumerable.Range(0, 5).Select(n => new TaggedSample(Start + 8 * n, 100 * n, false))]);
        _firstId = await fixture.Database.Owner.ScalarAsync<long>("select min(id) from measures where sensor_id = $1", _sensor);
        await fixture.DrainAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Path(string call) => "/api/" + call
        .Replace("{sensor}", $"{_sensor}", StringComparison.Ordinal)
        .Replace("{id}", $"{_firstId}", StringComparison.Ordinal).Replace("{end}", $"{_firstId + 4}", StringComparison.Ordinal)
        .Replace("{time}", $"{Start}", StringComparison.Ordinal).Replace("{until}", $"{Start + 30}", StringComparison.Ordinal);

    private static async Task<(HttpStatusCode Status, string Body, HttpResponseHeaders Headers)> SendAsync(
        HttpClient client, string method, string path, bool form = false, string? accept = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (form) request.Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = WebSite.UserName, ["password"] = WebSite.Password });
        if (accept is not null) request.Headers.Add("Accept", accept);
        using var response = await client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    private static string ErrorOf(string body) => JsonDocument.Parse(body).RootElement.GetProperty("error").GetString()!;

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task A_read_answers_the_same_to_every_caller_and_by_both_methods(string call)
    {
        using var nobody = fixture.Site.CreateClient();
        using var cookie = await fixture.Site.SignInAsync();
        using var token = await fixture.Site.CreateTokenClientAsync("read");
        var path = Path(call);
        (HttpStatusCode Status, string Body, HttpResponseHeaders)[] answers =
        [
            await SendAsync(nobody, "POST", path, form: true), await SendAsync(cookie, "GET", path), await SendAsync(cookie, "POST", path),
            await SendAsync(token, "GET", path), await SendAsync(token, "POST", path),
        ];
        answers.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        var data = answers.Select(answer => JsonDocument.Parse(answer.Body).RootElement.GetProperty("data")).ToList();
        if (call == "time") data.ShouldAllBe(time => time.ValueKind == JsonValueKind.Number);
        else data.Select(answer => answer.GetRawText()).Distinct().Count().ShouldBe(1);
        data.ShouldAllBe(answer => answer.ValueKind != JsonValueKind.Null);
        if (call.Contains("/get/", StringComparison.Ordinal)) answers.ShouldAllBe(answer => answer.Body.Contains("\"rate\":"));
    }

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Without_credentials_a_post_is_403_and_a_get_goes_to_the_login(string call)
    {
        using var client = fixture.Site.CreateClient();
        var path = Path(call);
        var post = await SendAsync(client, "POST", path);
        post.Status.ShouldBe(HttpStatusCode.Forbidden);
        ErrorOf(post.Body).ShouldContain("login");
        var browser = await SendAsync(client, "GET", path, accept: "text/html,*/*");
        browser.Status.ShouldBe(HttpStatusCode.SeeOther);
        browser.Headers.Location!.OriginalString.ShouldStartWith("/login?returnUrl=%2Fapi%2F");
        (await SendAsync(client, "GET", path, accept: "application/json")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        // From an address of its own each, since guesses are counted by address.
        using var guesser = fixture.Site.CreateClientFrom($"127.0.3.{Reads.ToList().FindIndex(row => row.Data == call) + 1}");
        guesser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        (await SendAsync(guesser, "GET", path)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_is_405_by_get_and_403_without_the_right(string call)
    {
        using var nobody = fixture.Site.CreateClient();
        using var reader = await fixture.Site.CreateTokenClientAsync("read");
        using var cookie = await fixture.Site.SignInAsync();
        var path = Path(call);
        var get = await SendAsync(nobody, "GET", path);
        get.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        ErrorOf(get.Body).ShouldContain("allowed: POST");
        (await SendAsync(nobody, "POST", path)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var read = await SendAsync(reader, "POST", path);
        read.Status.ShouldBe(HttpStatusCode.Forbidden);
        ErrorOf(read.Body).ShouldContain("rights");
        // Another site made the browser send it.
        cookie.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        (await SendAsync(cookie, "POST", path)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", _sensor)).ShouldBe(5);
    }

    [Theory]
    [InlineData("{sensor}/get/watts/by_id/x", "id is 'x'")]
    [InlineData("{sensor}/get/watts/by_id/1.5", "id is '1.5'")]
    [InlineData("{sensor}/get/watts/by_id/1e3", "id is '1e3'")]
    [InlineData("{sensor}/get/watts/by_id/9223372036854775808", "id is '9223372036854775808'")]
    [InlineData("{sensor}/get/watts/by_id/-9223372036854775808", "id is '-9223372036854775808'")]
    [InlineData("{sensor}/get/watts/by_id/5/4", "id1 is 5 and id2 is 4; allowed: id1 at most id2")]
    [InlineData("{sensor}/get/watts/by_id/-4/-5", "allowed: id1 at most id2")]
    [InlineData("{sensor}/get/watts/by_id/-5/4", "id1 is -5 and id2 is 4; allowed: both")]
    [InlineData("{sensor}/get/euros/by_id/4/-5", "allowed: both")]
    [InlineData("{sensor}/get/kwatthours/by_id/0/NaN", "id2 is 'NaN'")]
    [InlineData("{sensor}/get/watts/by_id/0/10/0", "step is 0")]
    [InlineData("{sensor}/get/watts/by_id/0/10/-2", "step is -2")]
    [InlineData("{sensor}/get/euros/by_id/0/10/2.5", "step is '2.5'")]
    [InlineData("{sensor}/get/watts/by_time/-1", "time is '-1'")]
    [InlineData("{sensor}/get/watts/by_time/Infinity", "time is 'Infinity'")]
    [InlineData("{sensor}/get/watts/by_time/1.2.3", "time is '1.2.3'")]
    [InlineData("{sensor}/get/watts/by_time/1e9", "time is '1e9'")]
    [InlineData("{sensor}/get/watts/by_time/253402300800", "time is '253402300800'")]
    [InlineData("{sensor}/get/watts/by_time/5/4", "time1 is 5 and time2 is 4")]
    [InlineData("{sensor}/get/kwatthours/by_time/-1/4", "time1 is '-1'")]
    [InlineData("{sensor}/get/kwatthours/by_time/5/4/1", "time1 is 5 and time2 is 4")]
    [InlineData("{sensor}/get/euros/by_time/0/10/-0.5", "step is '-0.5'")]
    [InlineData("{sensor}/get/euros/by_time/0/10/-Infinity", "step is '-Infinity'")]
    [InlineData("{sensor}/get/euros/by_time/0/1e5/10", "time2 is '1e5'")]
    [InlineData("{sensor}/get/euros/by_time/0/100001/1", "100001 groups; allowed: at most 100000")]
    [InlineData("{sensor}/delete/by_id/x", "id is 'x'")]
    [InlineData("{sensor}/delete/by_id/-5/4", "allowed: both")]
    [InlineData("{sensor}/delete/by_id/5/4", "allowed: id1 at most id2")]
    [InlineData("{sensor}/delete/by_time/-5", "time is '-5'")]
    [InlineData("{sensor}/delete/by_time/5/4", "time1 is 5 and time2 is 4")]
    [InlineData("{sensor}/delete/by_time/0/NaN", "time2 is 'NaN'")]
    public Task A_wrong_number_is_400_with_what_was_given_and_what_is_allowed(string call, string reason) => IsRefusedAsync(call, reason, HttpStatusCode.BadRequest);

    [Theory]
    [InlineData("{sensor}/get/watts/by_id/0/501")]
    [InlineData("{sensor}/get/watts/by_id/-501/0")]
    [InlineData("{sensor}/get/kwatthours/by_id/100/601")]
    [InlineData("{sensor}/get/euros/by_id/-9223372036854775807/0/3")]
    [InlineData("{sensor}/get/watts/by_id/0/9223372036854775807/9223372036854775807")]
    [InlineData("{sensor}/delete/by_id/0/501")]
    public Task More_than_500_ids_are_403(string call) => IsRefusedAsync(call, "allowed: at most 500", HttpStatusCode.Forbidden);

    [Theory]
    [InlineData("{sensor}/get/watts/by_id/0/500")]
    [InlineData("{sensor}/get/watts/by_id/-500/0/500")]
    [InlineData("{sensor}/get/euros/by_time/0/100000/1")]
    public async Task As_many_as_are_allowed_are_answered(string call)
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        await client.GetJsonAsync(Path(call));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("sensors/one")]
    [InlineData("one/get/watts/by_id/1")]
    [InlineData("1.5/get/watts/by_id/1")]
    [InlineData("99999999999/get/watts/by_id/1")]
    [InlineData("1/get/kwatthours/by_id/1")]
    [InlineData("1/get/euros/by_time/1")]
    [InlineData("1/get/amperes/by_id/1/2")]
    [InlineData("1/get/WATTS-/by_id/1/2")]
    [InlineData("1/get/watts/by_id")]
    [InlineData("1/get/watts/by_id/1/2/3/4")]
    [InlineData("1/delete/by_id")]
    [InlineData("1/delete/by_name/1")]
    [InlineData("1/insert/1/2")]
    public async Task An_unknown_path_is_404_before_anything_else(string path)
    {
        using var nobody = fixture.Site.CreateClient();
        foreach (var method in (string[])["GET", "POST"])
        {
            var answer = await SendAsync(nobody, method, $"/api/{path}");
            answer.Status.ShouldBe(HttpStatusCode.NotFound, answer.Body);
            ErrorOf(answer.Body).ShouldContain(path.Split('/')[^1]);
        }
    }

    [Fact]
    public async Task Credentials_come_before_numbers()
    {
        using var nobody = fixture.Site.CreateClient();
        (await SendAsync(nobody, "POST", "/api/1/get/watts/by_id/x")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(nobody, "POST", "/api/1/get/watts/by_id/0/501")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(nobody, "GET", "/api/1/get/watts/by_id/x")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task IsRefusedAsync(string call, string reason, HttpStatusCode status)
    {
        using var client = await fixture.Site.CreateTokenClientAsync("write");
        var answer = await SendAsync(client, "POST", Path(call));
        answer.Status.ShouldBe(status, answer.Body);
        ErrorOf(answer.Body).ShouldContain(reason);
    }
}
