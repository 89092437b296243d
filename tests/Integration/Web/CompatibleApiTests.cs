using System.Net;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class CompatibleApiTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IDisposable
{
    private const long Start = 1_790_000_000 / 3600 * 3600; // 2026-09-21, on the hour
    private const long MaxGap = 60;

    private readonly HttpClient _client = fixture.Site.CreateClient();

    public void Dispose() => _client.Dispose();

    private static FormUrlEncodedContent Login(string password = WebSite.Password) =>
        new(new Dictionary<string, string> { ["login"] = WebSite.UserName, ["password"] = password });

    private async Task<JsonElement> PostAsync(string path, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var content = Login();
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, body);
        return JsonDocument.Parse(body).RootElement;
    }

    private async Task<int> AddSensorAsync(IReadOnlyCollection<TaggedSample> samples)
    {
        var sensor = await fixture.Database.AddSensorAsync($"s{Guid.NewGuid():N}");
        await fixture.Database.InsertMeasuresAsync(sensor, samples);
        await fixture.DrainAsync();
        return sensor;
    }

    [Fact]
    public async Task Samples_have_the_shape_of_citizenwatt()
    {
        var sensor = await AddSensorAsync([new(Start, 120.5, false), new(Start + 8, 80, true), new(Start + 16, 1, false)]);
        var answer = await PostAsync($"/api/{sensor}/get/watts/by_time/{Start}/{Start + 16}");
        answer.GetProperty("rate").GetString().ShouldBeOneOf("day", "night");
        var data = answer.GetProperty("data").EnumerateArray().ToList();
        data.Count.ShouldBe(2); // half-open
        data[0].GetProperty("value").GetDouble().ShouldBe(120.5);
        data[0].GetProperty("timestamp").GetRawText().ShouldBe($"{Start}");
        data[0].GetProperty("sensor_id").GetInt32().ShouldBe(sensor);
        data[0].GetProperty("night_rate").GetInt32().ShouldBe(0);
        data[1].GetProperty("night_rate").GetInt32().ShouldBe(1);
        data[1].GetProperty("id").GetInt64().ShouldBeGreaterThan(data[0].GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task A_time_between_seconds_is_a_decimal()
    {
        var sensor = await AddSensorAsync([new(Start + 2, 1, false)]);
        await fixture.Database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values ($1, to_timestamp($2) + interval '0.25 s', 5, false)", sensor, (double)Start);
        var answer = await PostAsync($"/api/{sensor}/get/watts/by_time/{Start}/{Start + 1}");
        answer.GetProperty("data")[0].GetProperty("timestamp").GetRawText().ShouldBe($"{Start}.25");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Energy_of_any_span_and_step_agrees_with_the_slow_reference(int seed)
    {
        var random = new Random(seed);
        var samples = new List<TaggedSample>();
        for (var second = Start + random.Next(5000); second < Start + 6 * 3600; second += random.Next(40) == 0 ? random.Next(61, 2000) : random.Next(1, 25))
            samples.Add(new TaggedSample(second, random.Next(0, 30_000) / 10.0, random.Next(3) == 0));
        var sensor = await AddSensorAsync(samples);
        for (var i = 0; i < 8; i++)
        {
            var from = Start + random.Next(-3000, 10_000);
            var until = from + random.Next(1, 16_000);
            var step = random.Next(4) switch { 0 => 3600, 1 => 900, 2 => random.Next(20, 100), _ => random.Next(100, 8000) };
            var edges = Enumerable.Range(0, (int)((until - from + step - 1) / step)).Select(bin => from + (long)bin * step).Append(until).ToArray();
            var expected = ReferenceIntegral.Of(samples, edges, MaxGap);
            var kwh = (await PostAsync($"/api/{sensor}/get/kwatthours/by_time/{from}/{until}/{step}")).GetProperty("data").EnumerateArray().ToList();
            var watts = (await PostAsync($"/api/{sensor}/get/watts/by_time/{from}/{until}/{step}")).GetProperty("data").EnumerateArray().ToList();
            kwh.Count.ShouldBe(expected.Length);
            for (var bin = 0; bin < expected.Length; bin++)
            {
                var (day, night, covered) = expected[bin];
                (kwh[bin].ValueKind == JsonValueKind.Null).ShouldBe(covered == 0);
                if (covered == 0) continue;
                kwh[bin].GetProperty("day_rate").GetDouble().ShouldBe(day / 1000, 1e-12);
                kwh[bin].GetProperty("night_rate").GetDouble().ShouldBe(night / 1000, 1e-12);
                kwh[bin].GetProperty("value").GetDouble().ShouldBe((day + night) / 1000, 1e-12);
                watts[bin].GetProperty("value").GetDouble().ShouldBe((day + night) * 3600 / covered, 1e-6);
            }

            var whole = (await PostAsync($"/api/{sensor}/get/kwatthours/by_time/{from}/{until}")).GetProperty("data");
            if (whole.ValueKind == JsonValueKind.Null) expected.Sum(bin => bin.Covered).ShouldBe(0);
            else whole.GetProperty("value").GetDouble().ShouldBe(expected.Sum(bin => bin.Day + bin.Night) / 1000, 1e-12);
        }
    }

    [Fact]
    public async Task Money_is_that_of_the_contract_in_force_at_each_moment()
    {
        // 1 kW from an hour before to an hour after local midnight of 2026-10-01, when the prices change; half of it by night.
        const long Change = 1_790_805_600;
        var samples = Enumerable.Range(-60, 121).Select(minute => new TaggedSample(Change + minute * 60L, 1000, minute % 2 == 0)).ToList();
        var sensor = await AddSensorAsync(samples);
        var answer = await PostAsync($"/api/{sensor}/get/euros/by_time/{Change - 3600}/{Change + 3600}");
        answer.GetProperty("data").GetProperty("value").GetDecimal().ShouldBe(0.10m + 0.05m + 0.15m + 0.075m, 0.000001m);
        var parts = (await PostAsync($"/api/{sensor}/get/euros/by_time/{Change - 3600}/{Change + 3600}/3600")).GetProperty("data");
        parts[0].GetProperty("value").GetDecimal().ShouldBe(0.15m, 0.000001m);
        parts[1].GetProperty("value").GetDecimal().ShouldBe(0.225m, 0.000001m);
    }

    [Theory]
    [InlineData("2026-03-29T00:00:00+01:00", 23)]
    [InlineData("2026-10-25T00:00:00+02:00", 25)]
    public async Task A_local_day_of_another_length_has_its_own_energy(string midnight, int hours)
    {
        var start = DateTimeOffset.Parse(midnight, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        var sensor = await AddSensorAsync([.. Enumerable.Range(0, hours * 60 + 1).Select(minute => new TaggedSample(start + minute * 60L, 1000, false))]);
        var bins = (await PostAsync($"/api/{sensor}/get/kwatthours/by_time/{start}/{start + hours * 3600}/3600")).GetProperty("data").EnumerateArray().ToList();
        bins.Count.ShouldBe(hours);
        bins.Sum(bin => bin.GetProperty("value").GetDouble()).ShouldBe(hours, 1e-9);
    }

    [Fact]
    public async Task An_unknown_sensor_is_null_and_a_list_of_nulls()
    {
        (await PostAsync("/api/99999/get/watts/by_time/0/100")).GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
        (await PostAsync("/api/99999/get/euros/by_time/0/100")).GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
        (await PostAsync("/api/99999/get/kwatthours/by_time/0/100/50")).GetProperty("data").EnumerateArray()
            .Select(bin => bin.ValueKind).ShouldBe([JsonValueKind.Null, JsonValueKind.Null]);
        (await PostAsync("/api/sensors/99999")).GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Sensors_types_and_time_answer()
    {
        var sensor = await AddSensorAsync([]);
        var listed = (await PostAsync("/api/sensors")).GetProperty("data").EnumerateArray().Single(s => s.GetProperty("id").GetInt32() == sensor);
        listed.GetProperty("type").GetString().ShouldBe("Electricity");
        listed.GetProperty("type_id").GetInt32().ShouldBe(1);
        (await PostAsync($"/api/sensors/{sensor}")).GetProperty("data").GetRawText().ShouldBe(listed.GetRawText());
        (await PostAsync("/api/types")).GetProperty("data")[0].GetProperty("name").GetString().ShouldBe("Electricity");
        var skew = (await PostAsync("/api/time")).GetProperty("data").GetDouble() - DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds()).ToUnixTimeMilliseconds() / 1000.0;
        Math.Abs(skew).ShouldBeLessThan(60);
    }

    [Theory]
    [InlineData("/api/1/get/watts/by_time/5/4", "time1 is 5 and time2 is 4")]
    [InlineData("/api/1/get/watts/by_time/-5/4", "time1 is '-5'")]
    [InlineData("/api/1/get/watts/by_time/1e3/4", "time1 is '1e3'")]
    [InlineData("/api/1/get/kwatthours/by_time/0/1.2.3", "time2 is '1.2.3'")]
    [InlineData("/api/1/get/euros/by_time/0/NaN", "time2 is 'NaN'")]
    [InlineData("/api/1/get/watts/by_time/0/10/0", "step is 0")]
    [InlineData("/api/1/get/watts/by_time/0/10/-1", "step is '-1'")]
    [InlineData("/api/1/get/watts/by_time/0/1000000/1", "at most 100000")]
    public async Task Bad_numbers_are_400_with_the_reason(string path, string reason) =>
        (await PostAsync(path, HttpStatusCode.BadRequest)).GetProperty("error").GetString()!.ShouldContain(reason);

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/1/get/amperes/by_time/0/1")]
    [InlineData("/api/one/get/watts/by_time/0/1")]
    [InlineData("/api/1/get/euros/by_time/0")]
    public async Task An_unknown_path_is_404(string path)
    {
        using var content = Login();
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("PUT", "/api/time", "GET, POST")]
    [InlineData("DELETE", "/api/1/get/watts/by_id/1", "GET, POST")]
    [InlineData("PATCH", "/api/energy_providers/current", "GET, POST")]
    [InlineData("PUT", "/api/1/insert/1/2/0", "POST")]
    [InlineData("GET", "/api/1/insert/1/2/0", "POST")]
    public async Task Another_method_is_405_whoever_asks(string method, string path, string allowed)
    {
        using var cookie = await fixture.Site.SignInAsync();
        using var token = await fixture.Site.CreateTokenClientAsync("admin");
        using var nobody = fixture.Site.CreateClient();
        foreach (var client in (HttpClient[])[cookie, token, nobody])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var response = await client.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
            string.Join(", ", response.Content.Headers.Allow).ShouldBe(allowed);
            (await response.Content.ReadAsStringAsync()).ShouldBe($$"""{"error":"The method is {{method}}; allowed: {{allowed}}."}""");
        }

        using var unknown = new HttpRequestMessage(new HttpMethod(method), "/api/nothing");
        using var answer = await nobody.SendAsync(unknown);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "--x\r\ncut")]
    [InlineData("application/x-www-form-urlencoded", "login=%00&password=%00")]
    [InlineData("application/json", "{}")]
    public async Task A_form_that_is_none_is_refused_and_not_an_error_of_ours(string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using var response = await _client.PostAsync(new Uri("/api/time", UriKind.Relative), content);
        ((int)response.StatusCode).ShouldBeInRange(400, 413);
        (await response.Content.ReadAsStringAsync()).ShouldContain("error");
    }

    [Fact]
    public async Task A_long_answer_is_streamed_and_memory_does_not_grow_with_it()
    {
        var sensor = await fixture.Database.AddSensorAsync("long");
        for (var chunk = 0; chunk < 12; chunk++)
            await fixture.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(chunk * 50_000, 50_000).Select(i => new TaggedSample(Start - i, i % 3000, false))]);
        using var client = await fixture.Site.SignInAsync();
        var path = new Uri($"/api/{sensor}/get/watts/by_time/0/{Start + 1}", UriKind.Relative);
        // Once before, so that what the code itself takes is not counted.
        await client.GetByteArrayAsync(new Uri($"/api/{sensor}/get/watts/by_time/{Start - 20_000}/{Start + 1}", UriKind.Relative));
        var before = ResidentKibibytes();
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        // Nobody reads yet: the database waits in the middle of its rows, which nothing has gathered.
        await Eventually.BecomesTrueAsync("the database waits for its reader", async () => await fixture.Database.Web.ScalarAsync<bool>(
            "select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'ClientWrite' and query like '%from measures%')"));
        var (bytes, buffer) = (0L, new byte[81_920]);
        for (int count; (count = await body.ReadAsync(buffer)) > 0;) bytes += count;
        bytes.ShouldBeGreaterThan(40_000_000);
        // Gathered as text it would be more than its own size.
        ((ResidentKibibytes() - before) * 1024).ShouldBeLessThan(bytes);
    }

    private long ResidentKibibytes() => long.Parse(
        File.ReadAllLines($"/proc/{fixture.Site.Process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Who_is_not_known_gets_no_answer_and_no_parameter_is_looked_at()
    {
        var path = new Uri("/api/1/get/watts/by_time/5/4", UriKind.Relative);
        using var empty = new FormUrlEncodedContent([]);
        using (var post = await _client.PostAsync(path, empty)) post.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using (var get = await _client.GetAsync(path)) get.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var page = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using (var redirect = await _client.SendAsync(page))
        {
            redirect.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            redirect.Headers.Location!.ToString().ShouldStartWith("/login");
        }

        using var bearer = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Authorization", "Bearer nonsense" } } };
        using (var refused = await _client.SendAsync(bearer)) refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }
}
