using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class PushTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const long Start = 1_790_000_000 / 3600 * 3600; // 2026-09-21, on the hour

    private static int _sensors;
    private HttpClient _client = null!;
    private int _sensor;

    private TestDatabase Database => fixture.Database;

    private string Samples => $"/api/v1/sensors/{_sensor}/samples";

    public async ValueTask InitializeAsync()
    {
        _client = await fixture.Site.CreateTokenClientAsync("write");
        _sensor = await Database.AddSensorAsync($"pushed {Interlocked.Increment(ref _sensors)}", 10);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<JsonElement> StatusAsync() => await _client.GetJsonAsync($"/api/v1/sensors/{_sensor}/status");

    private Task<List<(long Time, double Watts, float? Volts, float? Battery)>> StoredAsync() => Database.Owner.QueryAsync(
        "select (extract(epoch from time) * 1000000)::bigint, watts, volts, battery from measures where sensor_id = $1 order by time",
        row => (row.GetInt64(0), row.GetDouble(1), row.IsDBNull(2) ? (float?)null : row.GetFloat(2), row.IsDBNull(3) ? (float?)null : row.GetFloat(3)), _sensor);

    private Task<long> CountAsync() => Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", _sensor);

    [Fact]
    public async Task A_single_sample_without_a_time_is_one_of_now()
    {
        var before = TimeProvider.System.GetUtcNow();
        var answer = await _client.PostAsync(Samples, """{"watts":231.5,"volts":229.8,"battery":87}""");
        (answer.Number("accepted"), answer.Number("inserted"), answer.GetProperty("rejected").GetArrayLength()).ShouldBe((1, 1, 0));
        var stored = (await StoredAsync()).ShouldHaveSingleItem();
        (stored.Watts, stored.Volts, stored.Battery).ShouldBe((231.5, 229.8f, 87f));
        (stored.Time / 1000).ShouldBeInRange(before.ToUnixTimeMilliseconds() - 1, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("1790000000", 1_790_000_000_000_000)]
    [InlineData("1790000000.25", 1_790_000_000_250_000)]
    [InlineData("\"1790000000.000001\"", 1_790_000_000_000_001)]
    [InlineData("\"2026-09-21T14:13:20Z\"", 1_790_000_000_000_000)]
    [InlineData("\"2026-09-21T16:13:20.5+02:00\"", 1_790_000_000_500_000)]
    public async Task Times_come_in_several_forms(string time, long microseconds)
    {
        await _client.PostAsync(Samples, $$"""[{"time":{{time}},"watts":1}]""");
        (await StoredAsync()).ShouldHaveSingleItem().Time.ShouldBe(microseconds);
    }

    [Fact]
    public async Task The_same_samples_again_change_nothing_and_others_of_the_same_time_replace()
    {
        const string Body = """[{"time":1790000000,"watts":100,"volts":230.1},{"time":1790000010,"watts":110}]""";
        (await _client.PostAsync(Samples, Body)).Number("inserted").ShouldBe(2);
        var again = await _client.PostAsync(Samples, Body);
        (again.Number("accepted"), again.Number("inserted"), again.Number("unchanged"), again.Number("replaced")).ShouldBe((2, 0, 2, 0));
        var other = await _client.PostAsync(Samples, """[{"time":1790000000,"watts":100,"volts":230.1},{"time":1790000010,"watts":999},{"time":1790000020,"watts":5}]""");
        (other.Number("inserted"), other.Number("unchanged"), other.Number("replaced")).ShouldBe((1, 1, 1));
        (await StoredAsync()).Select(sample => sample.Watts).ShouldBe([100, 999, 5]);
    }

    [Fact]
    public async Task Of_two_samples_of_one_time_in_one_call_the_last_stays()
    {
        var answer = await _client.PostAsync(Samples, """[{"time":1790000000,"watts":1},{"time":1790000000,"watts":2},{"time":1790000000,"watts":2}]""");
        (answer.Number("accepted"), answer.Number("inserted"), answer.Number("unchanged"), answer.Number("replaced")).ShouldBe((3, 1, 1, 1));
        (await StoredAsync()).ShouldHaveSingleItem().Watts.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_row_keeps_all_out_unless_partial_is_asked_for()
    {
        const string Body = """
            [
              {"time":1790000000,"watts":1},
              {"time":1790000010,"watts":"much"},
              {"time":1790000020}
            ]
            """;
        var problem = await _client.PostAsync(Samples, Body, HttpStatusCode.BadRequest);
        problem.Detail().ShouldContain("2 of 3 rows are wrong");
        var rejected = problem.GetProperty("rejected").EnumerateArray().ToList();
        rejected.Select(row => (row.Number("row"), row.Number("line"))).ShouldBe([(1, 3), (2, 4)]);
        rejected[0].GetProperty("reason").GetString()!.ShouldContain("watts is 'much'");
        rejected[1].GetProperty("reason").GetString()!.ShouldContain("watts is missing");
        (await CountAsync()).ShouldBe(0);

        var answer = await _client.PostAsync($"{Samples}?partial=true", Body);
        (answer.Number("accepted"), answer.GetProperty("rejected").GetArrayLength()).ShouldBe((1, 2));
        (await CountAsync()).ShouldBe(1);
        var status = await StatusAsync();
        (status.Number("samples"), status.Number("rejected")).ShouldBe((1, 4));
    }

    [Fact]
    public async Task A_write_that_fails_half_way_leaves_nothing()
    {
        // Past the parser: the database refuses the last of them.
        await Database.Owner.ExecuteAsync($"alter table measures add constraint test_only check (sensor_id <> {_sensor} or watts < 5000) not valid");
        try
        {
            var rows = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"time":{{Start + i}},"watts":{{(i == 499 ? 6000 : 100)}}}"""));
            await _client.PostAsync(Samples, $"[{rows}]", HttpStatusCode.ServiceUnavailable);
        }
        finally
        {
            await Database.Owner.ExecuteAsync("alter table measures drop constraint test_only");
        }

        (await CountAsync()).ShouldBe(0);
        (await Database.Owner.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", _sensor)).ShouldBe(0);
        (await Database.Owner.ScalarAsync<long>("select count(*) from sensor_status where sensor_id = $1", _sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task Csv_is_taken()
    {
        const string Body = "\uFEFFwatts,time,volts\r\n100,1790000000,230\r\n\r\n\"200\", \"2026-09-21T14:13:30Z\" ,\r\n";
        (await _client.PostAsync(Samples, Body, type: "text/csv")).Number("inserted").ShouldBe(2);
        (await StoredAsync()).Select(row => (row.Time, row.Watts, row.Volts)).ShouldBe([(1_790_000_000_000_000, 100, 230f), (1_790_000_010_000_000, 200, null)]);
        var problem = await _client.PostAsync(Samples, "time,watts\n1790000000,1\n1790000001\n,3\n", HttpStatusCode.BadRequest, "text/csv");
        problem.GetProperty("rejected").EnumerateArray().Select(row => (row.Number("row"), row.Number("line"))).ShouldBe([(1, 3), (2, 4)]);
    }

    [Fact]
    public async Task Ten_thousand_rows_go_in_one_call_and_no_more()
    {
        static string Csv(int rows) => $"time,watts\n{string.Join('\n', Enumerable.Range(0, rows).Select(i => $"{Start + i},{i % 3000}"))}\n";
        (await _client.PostAsync(Samples, Csv(10_000), type: "text/csv")).Number("inserted").ShouldBe(10_000);
        var problem = await _client.PostAsync(Samples, Csv(10_001), HttpStatusCode.RequestEntityTooLarge, "text/csv");
        problem.Detail().ShouldContain("at most 10000 in one call");
        (await CountAsync()).ShouldBe(10_000);
        await _client.PostAsync(Samples, new string(' ', 2 * 1024 * 1024 + 1), HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("", "The body is empty")]
    [InlineData("[{\"watts\":1}", "not JSON: look at line 1")]
    [InlineData("12", "The body is a number")]
    [InlineData("[1]", "The row is a number")]
    [InlineData("[{\"watts\":1}]", "time is missing")]
    [InlineData("{\"watts\":1,\"watts\":2}", "watts stands there twice")]
    [InlineData("{\"watt\":1}", "'watt' is not known; allowed: time, watts, volts, battery")]
    [InlineData("{\"watts\":null}", "watts is missing")]
    [InlineData("{\"watts\":true}", "watts is true or false")]
    [InlineData("{\"watts\":1e400}", "from -1000000000 to 1000000000")]
    [InlineData("{\"watts\":1000000001}", "from -1000000000 to 1000000000")]
    [InlineData("{\"watts\":\"NaN\"}", "watts is 'NaN'")]
    [InlineData("{\"watts\":1,\"volts\":100001}", "volts is '100001'")]
    [InlineData("{\"watts\":1,\"battery\":-1}", "battery is '-1'")]
    [InlineData("{\"watts\":1,\"time\":1790000000000}", "allowed: 2000 to 2099")]
    [InlineData("{\"watts\":1,\"time\":\"2026-09-21T14:13:20\"}", "RFC 3339 with its offset")]
    [InlineData("{\"watts\":1,\"time\":\"2099-01-01T00:00:00Z\"}", "which lies ahead")]
    public async Task What_is_wrong_is_said(string body, string reason)
    {
        (await _client.PostAsync(Samples, body, HttpStatusCode.BadRequest)).Detail().ShouldContain(reason);
        (await CountAsync()).ShouldBe(0);
        (await StatusAsync()).Number("rejected").ShouldBe(1);
    }

    [Fact]
    public async Task A_sample_that_lies_a_little_ahead_is_taken_and_one_of_an_hour_ahead_is_not()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        await _client.PostAsync(Samples, $$"""{"time":{{now + 300}},"watts":1}""");
        (await _client.PostAsync(Samples, $$"""{"time":{{now + 3600}},"watts":1}""", HttpStatusCode.BadRequest)).Detail().ShouldContain("the sender's clock and zone");
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "Content-Type is 'application/x-www-form-urlencoded; charset=utf-8'")]
    [InlineData("text/plain", "application/json or text/csv")]
    public async Task Another_content_type_is_415(string type, string reason) =>
        (await _client.PostAsync(Samples, "{}", HttpStatusCode.UnsupportedMediaType, type)).Detail().ShouldContain(reason);

    [Fact]
    public async Task A_compressed_body_and_another_charset_are_415()
    {
        using var packed = new StringContent("{}", Encoding.UTF8, "application/json") { Headers = { ContentEncoding = { "gzip" } } };
        using (var response = await _client.PostAsync(new Uri(Samples, UriKind.Relative), packed)) await ApiCalls.ReadAsync(response, HttpStatusCode.UnsupportedMediaType);
        using var latin = new StringContent("{}", Encoding.Latin1, "application/json");
        using (var response = await _client.PostAsync(new Uri(Samples, UriKind.Relative), latin)) await ApiCalls.ReadAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Only_a_pushed_sensor_that_is_not_paused_takes_samples()
    {
        var driven = await Database.AddSensorAsync($"driven {_sensor}", driver: "acs712");
        (await _client.PostAsync($"/api/v1/sensors/{driven}/samples", """{"watts":1}""", HttpStatusCode.Conflict)).Detail().ShouldContain("kind acs712");
        await Database.Owner.ExecuteAsync("update sensors set enabled = false where id = $1", _sensor);
        (await _client.PostAsync(Samples, """{"watts":1}""", HttpStatusCode.Conflict)).Detail().ShouldContain("paused");
        (await StatusAsync()).GetProperty("state").GetString().ShouldBe("paused");
        (await _client.PostAsync("/api/v1/sensors/99999/samples", """{"watts":1}""", HttpStatusCode.NotFound)).Detail().ShouldContain("99999");
    }

    [Fact]
    public async Task The_tariff_of_the_calendar_is_kept_with_each_sample_and_the_energy_follows()
    {
        // 20:29 and 20:31 UTC: 22:29 and 22:31 in Paris, where off-peak begins at 22:30.
        var evening = DateTimeOffset.Parse("2026-09-21T20:29:00Z", CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        await _client.PostAsync(Samples, $$"""[{"time":{{evening + 120}},"watts":600},{"time":{{evening + 60}},"watts":600},{"time":{{evening}},"watts":600}]""");
        (await Database.Owner.QueryAsync("select night_rate from measures where sensor_id = $1 order by time", row => row.GetBoolean(0), _sensor)).ShouldBe([false, true, true]);
        var spans = await Database.Owner.QueryAsync(
            "select extract(epoch from from_time)::bigint, extract(epoch from to_time)::bigint from pending_energy where sensor_id = $1",
            row => (row.GetInt64(0), row.GetInt64(1)), _sensor);
        spans.ShouldBe([(evening, evening + 120)]);
        await fixture.DrainAsync();
        (await Database.Owner.ScalarAsync<double>("select sum(day_wh + night_wh) from energy_minutes where sensor_id = $1", _sensor)).ShouldBe(20, 1e-6);

        await _client.PostAsync(Samples, $$"""{"time":{{evening + 60}},"watts":1200}""");
        await fixture.DrainAsync();
        (await Database.Owner.ScalarAsync<double>("select sum(day_wh + night_wh) from energy_minutes where sensor_id = $1", _sensor)).ShouldBe(30, 1e-6);
    }

    [Fact]
    public async Task A_pushed_sensor_runs_while_samples_come_and_is_silent_after()
    {
        (await StatusAsync()).GetProperty("state").ValueKind.ShouldBe(JsonValueKind.Null);
        await _client.PostAsync(Samples, """{"watts":1,"volts":229.8}""");
        var running = await StatusAsync();
        (running.GetProperty("state").GetString(), running.GetProperty("last_watts").GetDouble(), running.GetProperty("error").ValueKind).ShouldBe(("running", 1, JsonValueKind.Null));
        running.GetProperty("volts").GetRawText().ShouldBe("229.8");
        // Thirty seconds later, as the database sees it: three periods.
        await Database.Owner.ExecuteAsync("update sensor_status set last_seen = now() - interval '31 seconds' where sensor_id = $1", _sensor);
        var silent = await StatusAsync();
        silent.GetProperty("state").GetString().ShouldBe("silent");
        silent.GetProperty("error").GetString()!.ShouldStartWith("No data since 20");
        silent.GetProperty("error").GetString().ShouldBe((await StatusAsync()).GetProperty("error").GetString());
        await _client.PostAsync(Samples, """{"watts":2}""");
        (await StatusAsync()).GetProperty("state").GetString().ShouldBe("running");
    }

    [Fact]
    public async Task A_refusal_is_kept_as_a_sentence_until_samples_come()
    {
        await _client.PostAsync(Samples, """{"watts":"hot"}""", HttpStatusCode.BadRequest);
        var view = (await new SensorQuery(Database.Web).FindAsync(_sensor, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        view.Error.ShouldBe("watts is 'hot'; allowed: a number of watts from -1000000000 to 1000000000.");
        view.ErrorSaid.ShouldBe(new Sentence("Value_NotAllowed", "watts", "hot", new Sentence("Value_Watts")));
        // What is silent says it too.
        await _client.PostAsync(Samples, $$"""[{"time":{{Start}},"watts":7}]""");
        await _client.PostAsync(Samples, "no JSON", HttpStatusCode.BadRequest);
        view = (await new SensorQuery(Database.Web).FindAsync(_sensor, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        view.ErrorSaid.ShouldNotBeNull().ToString().ShouldBe(view.Error);
        view.ErrorSaid!.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldEndWith("Le dernier envoi a été refusé\u00A0: Le corps n’est pas du JSON\u00A0: voyez la ligne 1, octet 2.");
        await _client.PostAsync(Samples, """{"watts":2}""");
        view = (await new SensorQuery(Database.Web).FindAsync(_sensor, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        (view.Error, view.ErrorSaid).ShouldBe((null, null));
    }

    [Fact]
    public async Task An_import_of_old_samples_does_not_make_a_sensor_live()
    {
        await _client.PostAsync(Samples, $$"""[{"time":{{Start}},"watts":7}]""");
        var status = await StatusAsync();
        (status.GetProperty("state").GetString(), status.GetProperty("last_watts").GetDouble()).ShouldBe(("silent", 7));
        status.GetProperty("last_seen").GetString().ShouldBe(DateTimeOffset.FromUnixTimeSeconds(Start).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        await _client.PostAsync(Samples, """{"watts":8}""");
        await _client.PostAsync(Samples, $$"""[{"time":{{Start + 10}},"watts":9}]""");
        status = await StatusAsync();
        (status.GetProperty("state").GetString(), status.GetProperty("last_watts").GetDouble(), status.Number("samples")).ShouldBe(("running", 8, 3));
    }

    [Fact]
    public async Task Calls_that_overlap_neither_fail_nor_lose_a_sample()
    {
        static string Rows(IEnumerable<int> seconds) => $"[{string.Join(',', seconds.Select(i => $$"""{"time":{{Start + i}},"watts":{{i}}}"""))}]";
        await Task.WhenAll(Enumerable.Range(0, 16).Select(i => _client.PostAsync(Samples, Rows(i % 2 == 0 ? Enumerable.Range(0, 1000) : Enumerable.Range(0, 1000).Reverse()))));
        (await StoredAsync()).Select(sample => sample.Watts).ShouldBe(Enumerable.Range(0, 1000).Select(i => (double)i));
    }

    [Fact]
    public async Task A_month_whose_partition_was_dropped_is_made_again()
    {
        const string Body = """{"time":"2003-05-05T00:00:00Z","watts":1}""";
        await _client.PostAsync(Samples, Body);
        await Database.Owner.ExecuteAsync("drop table measures_2003_05");
        (await _client.PostAsync(Samples, Body)).Number("inserted").ShouldBe(1);
    }
}
