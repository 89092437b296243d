using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web.Corrections;

/// <summary>The calls of /api/v1 that correct.</summary>
public sealed class CorrectionCallTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const long Start = 1_790_000_000;

    private HttpClient _client = null!;
    private int _sensor;

    public async ValueTask InitializeAsync()
    {
        _client = await fixture.Site.CreateTokenClientAsync("admin");
        _sensor = await fixture.Database.AddSensorAsync($"corrected by calls {Guid.NewGuid():N}", 10);
        await fixture.Database.InsertMeasuresAsync(_sensor, [.. Enumerable.Range(0, 361).Select(i => new TaggedSample(Start + i * 10, 1000, false))]);
        await fixture.DrainAsync();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonElement> PostAsync(string rest, string body, HttpStatusCode status = HttpStatusCode.OK, HttpClient? client = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await (client ?? _client).PostAsync(new Uri($"/api/v1/sensors/{_sensor}/corrections{rest}", UriKind.Relative), content);
        response.StatusCode.ShouldBe(status);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string Body(string more, long from = Start, long to = Start + 3600) => $$"""{"from":"{{from}}","to":"{{to}}",{{more}}}""";

    private Task<long> CountAsync() => fixture.Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", _sensor);

    [Fact]
    public async Task A_span_is_previewed_corrected_listed_and_put_back()
    {
        var scale = Body("\"kind\":\"scale\",\"factor\":2,\"expected_samples\":360");
        var preview = await PostAsync("/preview", scale);
        preview.GetProperty("samples").GetInt64().ShouldBe(360);
        preview.GetProperty("before_wh").GetDouble().ShouldBe(1000, 1e-6);
        preview.GetProperty("after_wh").GetDouble().ShouldBe(2000 - 5.0 / 3600 * 1000, 1e-6);
        preview.GetProperty("days")[0].GetProperty("date").GetString().ShouldBe("2026-09-21");
        var made = await PostAsync("", scale);
        made.GetProperty("factor").GetDouble().ShouldBe(2);
        made.GetProperty("by").GetString()!.ShouldStartWith("token");
        var id = made.GetProperty("id").GetInt64();
        await PostAsync("", Body("\"kind\":\"delete\",\"reason\":\"gone\""));
        (await CountAsync()).ShouldBe(1);
        (await PostAsync($"/{id}/undo", "", HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("undo them first");
        var list = (await _client.GetJsonAsync($"/api/v1/sensors/{_sensor}/corrections?limit=1"));
        list.GetProperty("corrections")[0].GetProperty("reason").GetString().ShouldBe("gone");
        var page = await _client.GetJsonAsync($"/api/v1/sensors/{_sensor}/corrections?limit=1&before={list.GetProperty("next_before").GetInt64()}");
        page.GetProperty("corrections")[0].GetProperty("id").GetInt64().ShouldBe(id);
        page.GetProperty("next_before").ValueKind.ShouldBe(JsonValueKind.Null);
        (await PostAsync($"/{list.GetProperty("corrections")[0].GetProperty("id").GetInt64()}/undo", "")).GetProperty("restored").GetInt64().ShouldBe(360);
        (await PostAsync($"/{id}/undo", "")).GetProperty("restored").GetInt64().ShouldBe(360);
        (await fixture.Database.Owner.ScalarAsync<double>("select max(watts) from measures where sensor_id = $1", _sensor)).ShouldBe(1000);
    }

    [Theory]
    [InlineData("\"kind\":\"melt\"", HttpStatusCode.BadRequest, "kind is 'melt'; allowed: delete, set, scale, shift.")]
    [InlineData("\"kind\":\"scale\"", HttpStatusCode.BadRequest, "factor is missing; allowed: a number.")]
    [InlineData("\"kind\":\"scale\",\"factor\":1", HttpStatusCode.BadRequest, "factor: The factor must lie between −1,000 and 1,000, and not be 1.")]
    [InlineData("\"kind\":\"delete\",\"factor\":2", HttpStatusCode.BadRequest, "factor is for scale only.")]
    [InlineData("\"kind\":\"shift\",\"offset_s\":1e300", HttpStatusCode.BadRequest, "offset_s: The move must not be 0, and at most 3,660 days.")]
    [InlineData("\"kind\":\"delete\",\"expected_samples\":3", HttpStatusCode.Conflict, "preview: The span held 3 samples and now holds 360")]
    [InlineData("\"kind\":\"delete\",\"colour\":3", HttpStatusCode.BadRequest, "There is no field 'colour'")]
    public async Task What_cannot_be_says_what_is_allowed_and_changes_nothing(string body, HttpStatusCode status, string detail)
    {
        (await PostAsync("", Body(body), status)).GetProperty("detail").GetString()!.ShouldContain(detail);
        (await CountAsync()).ShouldBe(361);
    }

    [Fact]
    public async Task Unknown_ones_are_not_found_and_who_may_only_write_samples_may_not_correct()
    {
        (await PostAsync("/4711/undo", "", HttpStatusCode.NotFound)).GetProperty("detail").GetString()!.ShouldContain("There is no correction 4711");
        using var writer = await fixture.Site.CreateTokenClientAsync("write");
        await PostAsync("", Body("\"kind\":\"delete\""), HttpStatusCode.Forbidden, writer);
        (await CountAsync()).ShouldBe(361);
    }
}
