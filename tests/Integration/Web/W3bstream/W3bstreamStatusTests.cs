using System.Net;
using System.Text.Json;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.W3bstream;

/// <summary>How the readings get on: status, outbox, sending again, figures and health.</summary>
public sealed class W3bstreamStatusTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const string Status = "/api/v1/w3bstream/status";
    private const string OutboxPath = "/api/v1/w3bstream/outbox";

    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _admin = await fixture.Site.CreateTokenClientAsync("admin");
        await fixture.Database.ForgetReadingsAsync();
        await fixture.Database.Owner.ExecuteAsync("update w3bstream_settings set publish_url = '', token = '', profile = 'devnet', project_id = ''");
        await fixture.Database.Owner.ExecuteAsync("update w3bstream_status set fault = null, sent = 0");
    }

    public ValueTask DisposeAsync()
    {
        _admin.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task ForwardAsync() => fixture.Database.Owner.ExecuteAsync("update w3bstream_settings set publish_url = 'http://127.0.0.1:9/', token = 'protected:x'");

    private Task<JsonElement> ReadAsync(string query) => _admin.GetJsonAsync($"{OutboxPath}{query}");

    private static IEnumerable<double> WattsOf(JsonElement page) => page.GetProperty("readings").EnumerateArray().Select(reading => reading.GetProperty("watts").GetDouble());

    [Fact]
    public async Task It_says_why_nothing_is_sent()
    {
        async Task ShouldSay(string settings, bool forwarding, string? because)
        {
            await fixture.Database.Owner.ExecuteAsync($"update w3bstream_settings set {settings}");
            var status = await _admin.GetJsonAsync(Status);
            (status.GetProperty("forwarding").GetBoolean(), status.GetProperty("off_because").GetString()).ShouldBe((forwarding, because));
        }

        await ShouldSay("publish_url = ''", false, "publish_url is not set.");
        await ShouldSay("publish_url = 'http://127.0.0.1:9/'", false, "token is not set.");
        await ShouldSay("profile = 'task'", false, "project_id is not set.");
        await ShouldSay("project_id = '7'", true, null);
        await ShouldSay("profile = 'devnet', token = 'protected:x'", true, null);
    }

    [Fact]
    public async Task It_tells_identity_counts_answers_and_rewards()
    {
        await ForwardAsync();
        await fixture.Database.AddReadingsAsync("1", 1, 3, "waiting");
        await fixture.Database.AddReadingsAsync("1", 4, 2, "failed");
        await fixture.Database.Owner.ExecuteAsync("""
            update w3bstream_status set curve = 'secp256k1', public_key = '04ab', ethereum_address = '0xAb', iotex_address = 'io1ab', fault = 'The network is away.', sent = 17, failed = 5,
              dropped = 2, last_sent_window = '2026-03-01 11:59:55+00', last_sent_at = '2026-03-01 11:59:56+00', last_answer_status = 503, last_answer = 'busy',
              last_answer_at = '2026-03-01 12:00:01+00', retry_at = '2026-03-01 12:00:09+00', unmatched = true, task_id = '0x1', task_state = 'packed'
            """);
        await fixture.Database.Owner.ExecuteAsync("insert into reward_quarters values (date_trunc('hour', now()), 2.5, 900) on conflict (start) do update set tokens = 2.5");
        using var reader = await fixture.Site.CreateTokenClientAsync("read");
        var status = await reader.GetJsonAsync(Status);
        status.GetProperty("identity").GetRawText().ShouldBe("""{"curve":"secp256k1","public_key":"04ab","ethereum_address":"0xAb","iotex_address":"io1ab"}""");
        (status.Number("sent"), status.Number("waiting"), status.Number("failed_now"), status.Number("failed"), status.Number("dropped")).ShouldBe((17, 3, 2, 5, 2));
        status.GetProperty("oldest_waiting").GetString().ShouldBe("2026-03-01T12:00:05Z");
        status.GetProperty("lag_s").GetDouble().ShouldBeGreaterThan(0);
        status.GetProperty("last_answer").GetRawText().ShouldBe("""{"status":503,"text":"busy","at":"2026-03-01T12:00:01Z"}""");
        (status.GetProperty("retry_at").GetString(), status.GetProperty("fault").GetString()).ShouldBe(("2026-03-01T12:00:09Z", "The network is away."));
        status.GetProperty("unmatched").GetBoolean().ShouldBeTrue();
        status.GetProperty("task").GetRawText().ShouldBe("""{"id":"0x1","state":"packed"}""");
        status.GetProperty("rewards").GetProperty("tokens_this_month").GetDouble().ShouldBe(2.5);
        await fixture.Database.ForgetReadingsAsync();
        var empty = await reader.GetJsonAsync(Status);
        (empty.GetProperty("oldest_waiting").GetString(), empty.GetProperty("lag_s").GetDouble()).ShouldBe((null, 0.0));
    }

    [Fact]
    public async Task The_outbox_comes_in_pages_newest_first()
    {
        await fixture.Database.AddReadingsAsync("1", 1, 5, "waiting");
        await fixture.Database.AddReadingsAsync("2", 4, 4, "failed");
        WattsOf(await ReadAsync("")).ShouldBe([107, 106, 105, 105, 104, 104, 103, 102, 101]);
        WattsOf(await ReadAsync("?state=waiting")).ShouldBe([105, 104, 103, 102, 101]);
        var failed = (await ReadAsync("?state=failed&limit=1")).GetProperty("readings")[0];
        failed.GetProperty("answer").GetProperty("text").GetString().ShouldBe("no such device");
        failed.GetProperty("body").GetString().ShouldBe("""{"data":{"sensor_reading":107.0}}""");
        failed.GetProperty("window_end").GetString().ShouldBe("2026-03-01T12:00:35Z");
        var seen = new List<double>();
        for (var query = "?limit=4"; ;)
        {
            var page = await ReadAsync(query);
            seen.AddRange(WattsOf(page));
            if (page.GetProperty("next_before").GetString() is not { } next) break;
            query = $"?limit=4&before={next}";
            // What comes meanwhile is newer, and neither repeats nor hides another.
            await fixture.Database.AddReadingsAsync("3", 20 + seen.Count, 1, "waiting");
        }

        seen.ShouldBe([107, 106, 105, 105, 104, 104, 103, 102, 101]);
    }

    [Theory]
    [InlineData("?state=sent", "state is 'sent'; allowed: waiting or failed.")]
    [InlineData("?limit=0", "limit is '0'; allowed: a whole number from 1 to 1000.")]
    [InlineData("?limit=1001", "1 to 1000")]
    [InlineData("?before=2026", "before is '2026'; allowed: the next_before of an answer.")]
    [InlineData("?cursor=x", "There is no query parameter 'cursor'")]
    public async Task A_wrong_question_is_refused(string query, string message) =>
        (await _admin.GetJsonAsync($"{OutboxPath}{query}", HttpStatusCode.BadRequest)).Detail().ShouldContain(message);

    [Fact]
    public async Task Refused_readings_are_sent_again_all_or_the_newest()
    {
        await fixture.Database.AddReadingsAsync("1", 1, 5, "failed");
        (await _admin.PostAsync("/api/v1/w3bstream/retry?last=2", "")).Number("retried").ShouldBe(2);
        WattsOf(await ReadAsync("?state=waiting")).ShouldBe([105, 104]);
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from w3bstream_outbox where state = 'waiting' and attempts = 0")).ShouldBe(2);
        (await _admin.PostAsync("/api/v1/w3bstream/retry", "")).Number("retried").ShouldBe(3);
        (await _admin.PostAsync("/api/v1/w3bstream/retry", "")).Number("retried").ShouldBe(0);
        (await _admin.PostAsync("/api/v1/w3bstream/retry?last=0", "", HttpStatusCode.BadRequest)).Detail().ShouldContain("last is '0'");
    }

    [Fact]
    public async Task An_answer_that_is_the_same_is_not_sent_again()
    {
        using var first = await _admin.GetAsync(new Uri(OutboxPath, UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, OutboxPath) { Headers = { IfNoneMatch = { first.Headers.ETag.ShouldNotBeNull() } } };
        using var second = await _admin.SendAsync(request);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task What_waits_for_another_kind_of_network_is_not_held_up()
    {
        await ForwardAsync();
        await fixture.Database.AddReadingsAsync("1", 1, 3, "waiting");
        await fixture.Database.Owner.ExecuteAsync("update w3bstream_outbox set profile = 'task' where watts < 103");
        var status = await _admin.GetJsonAsync(Status);
        (status.Number("waiting"), status.GetProperty("oldest_waiting").GetString()).ShouldBe((1, "2026-03-01T12:00:15Z"));
        var other = await new W3bstreamStatusReader(fixture.Database.Processor).ReadAsync(TestContext.Current.CancellationToken);
        (other.Waiting, other.WaitingForOther).ShouldBe((1, 2));
        await Eventually.BecomesTrueAsync("the figures are read again", async () => PrometheusText
            .Parse(await _admin.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Samples.GetValueOrDefault("powermeter_w3bstream_waiting_readings") == 1);
    }

    [Fact]
    public async Task Metrics_and_health_tell_of_it_while_readings_are_sent()
    {
        await ForwardAsync();
        await fixture.Database.AddReadingsAsync("1", 1, 3, "waiting");
        await fixture.Database.Owner.ExecuteAsync("update w3bstream_status set fault = 'The key is closed.', sent = 17");
        PrometheusText metrics = null!;
        await Eventually.BecomesTrueAsync("the figures are read again", async () =>
            (metrics = PrometheusText.Parse(await _admin.GetStringAsync(new Uri("/metrics", UriKind.Relative)))).Samples.GetValueOrDefault("powermeter_w3bstream_fault") == 1);
        metrics.Samples["powermeter_w3bstream_waiting_readings"].ShouldBe(3);
        metrics.Samples["powermeter_w3bstream_sent_readings_total"].ShouldBe(17);
        metrics.Samples["powermeter_w3bstream_lag_seconds"].ShouldBeGreaterThan(3600);
        metrics.Types["powermeter_w3bstream_dropped_readings_total"].ShouldBe("counter");
        using var health = JsonDocument.Parse(await (await _admin.GetAsync(new Uri("/health", UriKind.Relative))).Content.ReadAsStringAsync());
        var check = health.RootElement.GetProperty("checks").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "w3bstream");
        (check.GetProperty("status").GetString(), check.GetProperty("detail").GetString()).ShouldBe(("degraded", "3 readings wait: The key is closed."));
    }
}
