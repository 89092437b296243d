using System.Globalization;
using System.Net;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class MonitoringTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>
{
    private static async Task<PrometheusText> ScrapeAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/metrics", UriKind.Relative));
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        return PrometheusText.Parse(text);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> ReadyAsync(HttpClient client, string path = "/health/ready")
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, json.RootElement.Clone());
    }

    private static string StatusOf(JsonElement answer, string check) =>
        answer.GetProperty("checks").EnumerateArray().Single(one => one.GetProperty("name").GetString() == check).GetProperty("status").GetString()!;

    private Task BeatAsync(string process, string age) => fixture.Database.Owner.ExecuteAsync(
        $"insert into process_heartbeats values ($1, 'test', 1, '1.0', now(), now() - interval '{age}') on conflict (process, host, pid) do update set beat_at = excluded.beat_at", process);

    private static async Task<HttpStatusCode> GetAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    [Fact]
    public async Task Metrics_are_of_the_format_and_tell_of_sensors_database_and_calls()
    {
        var sensor = await fixture.Database.AddSensorAsync("with \"quotes\"");
        using var client = await fixture.Site.CreateTokenClientAsync("write");
        await client.PostAsync($"/api/v1/sensors/{sensor}/samples", """{"watts":12.5}""");
        await client.PostAsync($"/api/v1/sensors/{sensor}/samples", """{"watts":"many"}""", HttpStatusCode.BadRequest);
        var labels = string.Create(CultureInfo.InvariantCulture, $$"""{sensor="{{sensor}}",name="with \"quotes\""}""");
        PrometheusText metrics = null!;
        await Eventually.BecomesTrueAsync("the figures are read again", async () =>
            (metrics = await ScrapeAsync(client)).Samples.GetValueOrDefault($"powermeter_sensor_rejected_total{labels}") == 1);
        var samples = metrics.Samples;
        samples[$"powermeter_sensor_samples_total{labels}"].ShouldBe(1);
        samples[$"powermeter_sensor_power_watts{labels}"].ShouldBe(12.5);
        samples[$"powermeter_sensor_state{labels[..^1]},state=\"running\"}}"].ShouldBe(1);
        samples["powermeter_database_up"].ShouldBe(1);
        samples["powermeter_database_size_bytes"].ShouldBeGreaterThan(1_000_000);
        samples["powermeter_database_connections"].ShouldBeGreaterThan(0);
        samples["powermeter_process_heartbeat_age_seconds{process=\"web\"}"].ShouldBeLessThan(60);
        samples["process_resident_memory_bytes"].ShouldBeGreaterThan(10_000_000);
        samples["process_start_time_seconds"].ShouldBeInRange(1_600_000_000, 4_000_000_000);
        samples["process_open_fds"].ShouldBeGreaterThan(5);
        samples["powermeter_http_request_duration_seconds_count{route=\"/api/v1/sensors/{id:int}/samples\",method=\"POST\",status=\"200\"}"].ShouldBeGreaterThanOrEqualTo(1);
        samples.Keys.ShouldNotContain(key => key.StartsWith("powermeter_w3bstream", StringComparison.Ordinal), "nothing is sent to W3bstream");
        metrics.Types["powermeter_http_request_duration_seconds"].ShouldBe("histogram");
    }

    [Fact]
    public async Task Open_streams_are_counted()
    {
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        using var live = await LiveClient.ConnectAsync(client);
        (await ScrapeAsync(client)).Samples["powermeter_live_streams"].ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task It_is_ready_only_when_the_processor_lives()
    {
        using var client = fixture.Site.CreateClient();
        // In this database nothing else writes heartbeats but Web.
        var (status, answer) = await ReadyAsync(client);
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.GetProperty("status").GetString().ShouldBe("down");
        StatusOf(answer, "processor").ShouldBe("down");
        StatusOf(answer, "database").ShouldBe("ok");
        await BeatAsync("processor", "-1 hour");
        await Eventually.BecomesTrueAsync("it is ready", async () => (await ReadyAsync(client)).Status == HttpStatusCode.OK);
        (await ReadyAsync(client, "/health")).Status.ShouldBe(HttpStatusCode.OK);
        using var reader = await fixture.Site.CreateTokenClientAsync("read");
        StatusOf(await reader.GetJsonAsync("/api/v1/health"), "processor").ShouldBe("ok");
        await BeatAsync("processor", "1 minute");
        await Eventually.BecomesTrueAsync("it is not ready any more", async () => (await ReadyAsync(client)).Status == HttpStatusCode.ServiceUnavailable);
        await client.GetJsonAsync("/api/v1/health", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Without_the_database_it_is_not_ready_and_still_tells_of_itself()
    {
        await using var cable = new DatabaseCable(fixture.Database.Server);
        await using var site = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Database__Port"] = cable.Port.ToString(CultureInfo.InvariantCulture) });
        using var client = site.CreateClient();
        (await ScrapeAsync(client)).Samples["powermeter_database_up"].ShouldBe(1);
        await cable.CutAsync();
        PrometheusText metrics = null!;
        await Eventually.BecomesTrueAsync("the database is seen to be away", async () => (metrics = await ScrapeAsync(client)).Samples["powermeter_database_up"] == 0);
        metrics.Samples["process_resident_memory_bytes"].ShouldBeGreaterThan(0);
        metrics.Types.Keys.ShouldNotContain("powermeter_database_size_bytes");
        var (status, answer) = await ReadyAsync(client);
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        StatusOf(answer, "database").ShouldBe("down");
        (await GetAsync(client, "/health/live")).ShouldBe(HttpStatusCode.OK);
        cable.Mend();
        await Eventually.BecomesTrueAsync("the database is back", async () => (await ScrapeAsync(client)).Samples["powermeter_database_up"] == 1);
    }

    [Theory]
    [InlineData("lan", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("all", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("token", HttpStatusCode.Unauthorized, HttpStatusCode.OK)]
    [InlineData("off", HttpStatusCode.NotFound, HttpStatusCode.NotFound)]
    public async Task Who_may_see_the_figures_is_a_setting(string setting, HttpStatusCode stranger, HttpStatusCode known)
    {
        await using var site = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Web__Metrics"] = setting });
        using var nobody = site.CreateClient();
        using var reader = await site.CreateTokenClientAsync("read");
        using var signedIn = await site.SignInAsync();
        (await GetAsync(nobody, "/metrics")).ShouldBe(stranger);
        (await GetAsync(reader, "/metrics")).ShouldBe(known);
        (await GetAsync(signedIn, "/metrics")).ShouldBe(known);
        // What a header says of the address changes nothing, either way.
        (await GetAsync(nobody, "/metrics", ("X-Forwarded-For", "8.8.8.8"), ("Forwarded", "for=8.8.8.8"))).ShouldBe(stranger);
        (await GetAsync(nobody, "/metrics", ("X-Forwarded-For", "127.0.0.1"))).ShouldBe(stranger);
        (await GetAsync(nobody, "/metrics", ("Authorization", "Bearer wrong"))).ShouldBe(stranger);
        (await GetAsync(nobody, "/health/live")).ShouldBe(HttpStatusCode.OK);
        if (stranger == HttpStatusCode.OK) return;
        (await GetAsync(nobody, "/health")).ShouldBe(stranger);
        (await GetAsync(nobody, "/health/ready")).ShouldBe(stranger);
    }
}
