using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using PowerMeter.Processor.Tariffs;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>GET and PUT /api/v1/contracts and /api/v1/settings. Each test brings a database of its own.</summary>
public sealed class ContractsTests : IAsyncLifetime
{
    private const string Path = "/api/v1/contracts";
    private const string Edf = """{"provider":{"name":"EDF","threshold_w":6000},"valid_from":"2020-01-01","day_price_per_kwh":0.1734,"night_price_per_kwh":0.1367,"standing_charge_per_month":13.1234,"prices_include_vat":false,"vat_percent":5.5,"off_peak":"22:30-06:30"}""";

    private TestDatabase _database = null!;
    private WebSite _site = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        _site = await WebSite.StartAsync(_database);
        _client = await _site.CreateTokenClientAsync("admin");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static string ListOf(params string[] contracts) => $$"""{"contracts":[{{string.Join(',', contracts)}}]}""";

    private async Task<HttpResponseMessage> SendAsync(string path, string body, string? ifMatch = null, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await (client ?? _client).SendAsync(request);
    }

    private async Task<JsonElement> PutAsync(string path, string body, HttpStatusCode expected = HttpStatusCode.OK, string? ifMatch = null, HttpClient? client = null)
    {
        using var response = await SendAsync(path, body, ifMatch, client);
        return await ApiCalls.ReadAsync(response, expected);
    }

    /// <summary>A day of samples, an hour apart, and their energy.</summary>
    private async Task<int> AddSamplesAsync()
    {
        var sensor = await _database.AddSensorAsync("meter", 1800, maxGapSeconds: 7200);
        var start = new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        await _database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, 49).Select(i => new ReferenceIntegral.TaggedSample(start + i * 1800, 1000, false))]);
        var rollup = new PowerMeter.Processor.Energy.EnergyRollup(_database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }

        return sensor;
    }

    [Fact]
    public async Task What_was_put_is_answered_exactly_and_can_be_put_again()
    {
        (await _client.GetJsonAsync(Path)).GetProperty("contracts").GetArrayLength().ShouldBe(0);
        var put = await PutAsync(Path, ListOf(
            Edf, """{"provider":{"name":"Enercoop"},"valid_from":"2024-02-29","day_price_per_kwh":-0.000001,"night_price_per_kwh":100,"off_peak":" mon - fri  22:00-06:00 ;; sat , sun 00:00-24:00"}"""));
        var got = await _client.GetJsonAsync(Path);
        got.GetRawText().ShouldBe(put.GetRawText());

        got.GetProperty("currency").GetString().ShouldBe("EUR");
        var (first, second) = (got.GetProperty("contracts")[0], got.GetProperty("contracts")[1]);
        first.GetProperty("provider").GetProperty("name").GetString().ShouldBe("EDF");
        first.GetProperty("provider").Number("threshold_w").ShouldBe(6000);
        first.GetProperty("day_price_per_kwh").GetRawText().ShouldBe("0.1734");
        first.GetProperty("standing_charge_per_month").GetRawText().ShouldBe("13.1234");
        first.GetProperty("prices_include_vat").GetBoolean().ShouldBeFalse();
        first.GetProperty("vat_percent").GetRawText().ShouldBe("5.5");
        second.GetProperty("day_price_per_kwh").GetDecimal().ShouldBe(-0.000001m);
        second.GetProperty("off_peak").GetString().ShouldBe("mon-fri 22:00-06:00; sat,sun 00:00-24:00");
        second.GetProperty("provider").GetProperty("threshold_w").ValueKind.ShouldBe(JsonValueKind.Null);
        second.GetProperty("prices_include_vat").GetBoolean().ShouldBeTrue();
        got.Number("in_force").ShouldBe(second.Number("id"));
        got.GetProperty("change").GetProperty("state").GetString().ShouldBe("done");

        var again = await PutAsync(Path, $$"""{"contracts":{{got.GetProperty("contracts").GetRawText()}}}""");
        again.GetRawText().ShouldBe(got.GetRawText(), "not even a change was noted");
    }

    [Fact]
    public async Task The_list_is_replaced_as_a_whole_and_what_stays_keeps_its_id()
    {
        var before = await PutAsync(Path, ListOf(Edf, Edf.Replace("2020-01-01", "2021-01-01", StringComparison.Ordinal)));
        var provider = before.GetProperty("contracts")[0].GetProperty("provider").Number("id");
        var after = await PutAsync(Path, ListOf(
            $$$"""{"provider":{"id":{{{provider}}},"threshold_w":null},"valid_from":"2021-01-01","day_price_per_kwh":0.3,"night_price_per_kwh":0.3}"""));
        var only = after.GetProperty("contracts").EnumerateArray().ShouldHaveSingleItem();
        only.Number("id").ShouldBe(before.GetProperty("contracts")[1].Number("id"));
        only.GetProperty("provider").GetProperty("threshold_w").ValueKind.ShouldBe(JsonValueKind.Null);
        only.GetProperty("off_peak").GetString().ShouldBe("");
        (await PutAsync(Path, ListOf())).GetProperty("in_force").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Costs_include_the_VAT_at_once()
    {
        var sensor = await AddSamplesAsync();
        var euros = $"/api/{sensor}/get/euros/by_time/{new DateTimeOffset(2026, 5, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()}/{new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds()}";
        var free = """{"provider":{"name":"EDF"},"valid_from":"2020-01-01","day_price_per_kwh":0.2,"night_price_per_kwh":0.1,"prices_include_vat":false,"vat_percent":20}""";
        await PutAsync(Path, ListOf(free));
        (await _client.GetJsonAsync(euros)).GetProperty("data").GetProperty("value").GetDecimal().ShouldBe(2.4m);
        await PutAsync(Path, ListOf(free.Replace("false", "true", StringComparison.Ordinal)));
        (await _client.GetJsonAsync(euros)).GetProperty("data").GetProperty("value").GetDecimal().ShouldBe(2m);
    }

    [Fact]
    public async Task A_change_that_moves_recorded_samples_is_worked_off_in_the_background()
    {
        await PutAsync(Path, ListOf(Edf.Replace("22:30-06:30", "", StringComparison.Ordinal)));
        await AddSamplesAsync();
        var moved = ListOf(Edf);
        using var response = await SendAsync(Path, moved);
        var accepted = await ApiCalls.ReadAsync(response, HttpStatusCode.Accepted);
        accepted.GetProperty("contracts")[0].GetProperty("off_peak").GetString().ShouldBe("", "the old list holds");
        var location = response.Headers.Location!.ToString();
        var waiting = await _client.GetJsonAsync(location);
        waiting.GetProperty("state").GetString().ShouldBe("waiting");
        waiting.GetProperty("requested_by").GetString()!.ShouldStartWith("token admin");
        waiting.GetProperty("progress").ValueKind.ShouldBe(JsonValueKind.Null);

        foreach (var (path, second) in new[] { (Path, ListOf()), (Path, moved), ("/api/v1/settings", """{"time_zone":"Asia/Kolkata"}""") })
            (await PutAsync(path, second, HttpStatusCode.Conflict)).Detail().ShouldContain("waits for the Processor");
        (await PutAsync("/api/v1/settings", """{"site_name":"Workshop"}""")).GetProperty("site_name").GetString().ShouldBe("Workshop");

        var changes = new TariffChangeTable(_database.Processor);
        await new TariffRetag(_database.Processor, changes, TimeProvider.System).RunAsync((await changes.FindUnfinishedAsync(CancellationToken.None))!.Value, CancellationToken.None);
        var done = await _client.GetJsonAsync(location);
        done.GetProperty("state").GetString().ShouldBe("done");
        done.GetProperty("progress").GetDouble().ShouldBe(1);
        done.Number("samples_done").ShouldBe(done.Number("samples_total"));
        done.Number("samples_done").ShouldBeGreaterThan(10);
        (await _client.GetJsonAsync(Path)).GetProperty("contracts")[0].GetProperty("off_peak").GetString().ShouldBe("22:30-06:30");
        (await _client.GetJsonAsync("/api/v1/contracts/changes/4711", HttpStatusCode.NotFound)).Detail().ShouldContain("4711");
    }

    [Fact]
    public async Task Hours_without_a_sample_are_changed_at_once()
    {
        await PutAsync(Path, ListOf(Edf));
        await AddSamplesAsync();
        await PutAsync(Path, ListOf(Edf, Edf.Replace("2020-01-01", "2026-05-03", StringComparison.Ordinal).Replace("22:30-06:30", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task If_Match_keeps_two_people_from_overwriting_each_other()
    {
        using var first = await _client.GetAsync(new Uri(Path, UriKind.Relative));
        var tag = first.Headers.ETag!.ToString();
        await PutAsync(Path, ListOf(Edf), ifMatch: tag);
        (await PutAsync(Path, ListOf(), HttpStatusCode.PreconditionFailed, tag)).Detail().ShouldContain("If-Match");
        await PutAsync(Path, ListOf(), HttpStatusCode.PreconditionFailed, $"W/{(await GetTagAsync())}");
        (await PutAsync(Path, ListOf(), HttpStatusCode.BadRequest, "nonsense")).Detail().ShouldContain("nonsense");
        (await _client.GetJsonAsync(Path)).GetProperty("contracts").GetArrayLength().ShouldBe(1);
        await PutAsync(Path, ListOf(), ifMatch: $"\"other\", {await GetTagAsync()}");
        await PutAsync(Path, ListOf(Edf), ifMatch: "*");
    }

    private async Task<EntityTagHeaderValue> GetTagAsync()
    {
        using var response = await _client.GetAsync(new Uri(Path, UriKind.Relative));
        return response.Headers.ETag!;
    }

    [Fact]
    public async Task Only_an_admin_changes_and_only_in_JSON()
    {
        using var writer = await _site.CreateTokenClientAsync("write");
        await PutAsync(Path, ListOf(), HttpStatusCode.Forbidden, client: writer);
        await PutAsync("/api/v1/settings", "{}", HttpStatusCode.Forbidden, client: writer);
        await writer.GetJsonAsync(Path);
        using var content = new StringContent(ListOf(), Encoding.UTF8, "text/plain");
        using var response = await _client.PutAsync(new Uri(Path, UriKind.Relative), content);
        await ApiCalls.ReadAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Settings_are_changed_one_by_one()
    {
        const string Settings = "/api/v1/settings";
        (await _client.GetJsonAsync(Settings)).GetProperty("time_zone").GetString().ShouldBe("Europe/Paris");
        (await PutAsync(Settings, """{"currency":"CHF"}""")).GetProperty("currency").GetString().ShouldBe("CHF");
        (await PutAsync(Settings, """{"time_zone":"Pacific/Chatham","site_name":" Atelier d'été "}""")).GetProperty("time_zone").GetString().ShouldBe("Pacific/Chatham");
        var now = await PutAsync(Settings, "{}");
        (now.GetProperty("currency").GetString(), now.GetProperty("site_name").GetString()).ShouldBe(("CHF", "Atelier d'été"));
        (await _client.GetJsonAsync(Path)).GetProperty("currency").GetString().ShouldBe("CHF");
    }
}
