using System.Globalization;
using System.Net;
using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class SampleListTests(ReadingSite site) : IClassFixture<ReadingSite>
{
    private const long Start = ReadingSite.Start;

    private static List<TaggedSample> Samples(int count) => [.. Enumerable.Range(0, count).Select(i => new TaggedSample(Start + i * 10L, i, i % 3 == 0))];

    private static IEnumerable<double> WattsOf(JsonElement page) => page.GetProperty("samples").EnumerateArray().Select(sample => sample.GetProperty("watts").GetDouble());

    [Fact]
    public async Task A_sample_has_every_value_and_the_span_is_half_open()
    {
        var sensor = await site.Database.AddSensorAsync("with volts", 10);
        await site.Writer.PostAsync($"/api/v1/sensors/{sensor}/samples", $$"""[{"time":{{Start}},"watts":-1.5,"volts":229.8,"battery":87},{"time":{{Start}}.25,"watts":2},{"time":{{Start + 10}},"watts":3}]""");
        var answer = await site.GetAsync($"/sensors/{sensor}/samples?from={Start}&to={Start + 10}");
        answer.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        var rows = answer.GetProperty("samples").EnumerateArray().ToList();
        rows.Count.ShouldBe(2);
        var night = rows[0].GetProperty("night_rate").GetBoolean() ? "true" : "false";
        rows[0].GetRawText().ShouldBe($$"""{"time":"2026-09-21T14:00:00Z","watts":-1.5,"volts":229.8,"battery":87,"night_rate":{{night}},"id":{{rows[0].GetProperty("id").GetInt64()}}}""");
        rows[1].GetRawText().ShouldStartWith("""{"time":"2026-09-21T14:00:00.25Z","watts":2,"volts":null,"battery":null,""");
        (await site.GetAsync($"/sensors/{sensor}/samples")).GetProperty("samples").GetArrayLength().ShouldBe(3);
        (await site.GetAsync($"/sensors/{sensor}/samples?from=1950-01-01T00:00:00Z&to=9999-01-01T00:00:00Z")).GetProperty("samples").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task The_samples_are_those_of_the_compatible_face()
    {
        var sensor = await site.AddSensorAsync(Samples(500));
        var (from, until) = (Start + 123, Start + 4001);
        var ours = (await site.GetAsync($"/sensors/{sensor}/samples?from={from}&to={until}")).GetProperty("samples").EnumerateArray()
            .Select(row => (row.GetProperty("id").GetInt64(), DateTimeOffset.Parse(row.GetProperty("time").GetString()!, CultureInfo.InvariantCulture).ToUnixTimeSeconds(),
                row.GetProperty("watts").GetDouble(), row.GetProperty("night_rate").GetBoolean())).ToList();
        var theirs = (await site.Reader.GetJsonAsync($"/api/{sensor}/get/watts/by_time/{from}/{until}")).GetProperty("data").EnumerateArray()
            .Select(row => (row.GetProperty("id").GetInt64(), row.GetProperty("timestamp").GetInt64(), row.GetProperty("value").GetDouble(), row.GetProperty("night_rate").GetInt32() == 1)).ToList();
        ours.Count.ShouldBe(388);
        ours.ShouldBe(theirs);
    }

    [Fact]
    public async Task Pages_hold_every_sample_once_whatever_comes_and_goes_meanwhile()
    {
        var sensor = await site.AddSensorAsync(Samples(250));
        var path = $"/sensors/{sensor}/samples?from={Start}&to={Start + 1_000_000}&limit=100";
        var page = await site.GetAsync(path);
        WattsOf(page).ShouldBe(Enumerable.Range(0, 100).Select(i => (double)i));
        // Before and after the end of the page something is added, and its last sample goes.
        await site.Database.InsertMeasuresAsync(sensor, [new TaggedSample(Start + 5, -1, false), new TaggedSample(Start + 995, -2, false), new TaggedSample(Start + 1995, -3, false)]);
        await site.Database.DeleteMeasuresAsync(sensor, [Start + 990]);
        page = await site.GetAsync($"{path}&cursor={page.GetProperty("next_cursor").GetString()}");
        WattsOf(page).ShouldBe([-2, .. Enumerable.Range(100, 99).Select(i => (double)i)]);
        page = await site.GetAsync($"{path}&cursor={page.GetProperty("next_cursor").GetString()}");
        WattsOf(page).ShouldBe([199, -3, .. Enumerable.Range(200, 50).Select(i => (double)i)], ignoreOrder: true);
        page.GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_last_page_that_is_full_has_no_next_one()
    {
        var sensor = await site.AddSensorAsync(Samples(20));
        (await site.GetAsync($"/sensors/{sensor}/samples?limit=20")).GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.Null);
        (await site.GetAsync($"/sensors/{sensor}/samples?limit=19")).GetProperty("next_cursor").ValueKind.ShouldBe(JsonValueKind.String);
        var first = await site.AddSensorAsync([.. Enumerable.Range(0, 10_001).Select(i => new TaggedSample(Start + i, 1, false))]);
        (await site.GetAsync($"/sensors/{first}/samples")).GetProperty("samples").GetArrayLength().ShouldBe(10_000);
    }

    [Fact]
    public async Task What_comes_as_csv_is_pushed_back_as_it_was()
    {
        var sensor = await site.Database.AddSensorAsync("exported", 10);
        await site.Writer.PostAsync($"/api/v1/sensors/{sensor}/samples", $$"""[{"time":{{Start}}.123456,"watts":0.1,"volts":229.8,"battery":3.91},{"time":{{Start + 10}},"watts":-1e-7},{"time":{{Start + 20}},"watts":12345.678,"battery":100}]""");
        var csv = await site.GetCsvAsync($"/sensors/{sensor}/samples");
        csv.ShouldStartWith("time,watts,volts,battery,night_rate\n2026-09-21T14:00:00.123456Z,0.1,229.8,3.91,");
        (await site.Writer.PostAsync($"/api/v1/sensors/{sensor}/samples", csv, type: "text/csv")).Number("unchanged").ShouldBe(3);
        var other = await site.Database.AddSensorAsync("imported", 10);
        (await site.Writer.PostAsync($"/api/v1/sensors/{other}/samples", csv, type: "text/csv")).Number("inserted").ShouldBe(3);
        (await site.GetCsvAsync($"/sensors/{other}/samples")).ShouldBe(csv);
        (await site.Reader.GetStringAsync(new Uri($"/api/v1/sensors/{sensor}/samples?format=csv&limit=1", UriKind.Relative))).Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public async Task No_samples_are_an_empty_list_and_a_header()
    {
        var sensor = await site.AddSensorAsync(Samples(5));
        foreach (var span in (string[])[$"?from={Start}&to={Start}", "?from=0&to=5", $"?from={Start + 1}&to={Start + 2}"])
        {
            (await site.GetAsync($"/sensors/{sensor}/samples{span}")).GetRawText().ShouldBe("""{"samples":[],"next_cursor":null}""");
            (await site.GetCsvAsync($"/sensors/{sensor}/samples{span}")).ShouldBe("time,watts,volts,battery,night_rate\n");
        }
    }

    [Theory]
    [InlineData("from=5&to=4", "from is '5' and to is '4'; allowed: from not after to.")]
    [InlineData("from=yesterday", "from is 'yesterday'; allowed: RFC 3339")]
    [InlineData("to=2026-03-01", "to is '2026-03-01'")]
    [InlineData("limit=0", "limit is '0'; allowed: a whole number from 1 to 100000.")]
    [InlineData("limit=100001", "limit is '100001'")]
    [InlineData("format=xml", "format is 'xml'; allowed: json or csv.")]
    [InlineData("cursor=abc", "cursor is 'abc'; allowed: the next_cursor of an answer for the same span.")]
    [InlineData("cursor=AQAGW_oKs8AA&from=2027-01-01T00:00:00Z", "allowed: the next_cursor")]
    [InlineData("format=csv&cursor=AQAGW_oKs8AA", "allowed: none in CSV")]
    [InlineData("form=5", "There is no query parameter 'form'; allowed: from, to, limit, cursor, format.")]
    public async Task What_is_wrong_is_said(string query, string detail)
    {
        var sensor = await site.AddSensorAsync([]);
        (await site.GetAsync($"/sensors/{sensor}/samples?{query}", HttpStatusCode.BadRequest)).Detail().ShouldContain(detail);
    }

    [Fact]
    public async Task A_sensor_that_there_is_not_is_404()
    {
        foreach (var resource in (string[])["samples", "samples?format=csv", "energy", "energy?format=csv&bucket=day", "power"])
            (await site.GetAsync($"/sensors/99999/{resource}", HttpStatusCode.NotFound)).Detail().ShouldContain("no sensor 99999");
    }

    [Fact]
    public async Task A_span_is_deleted_by_who_may_write()
    {
        var sensor = await site.AddSensorAsync(Samples(100));
        async Task<JsonElement> DeleteAsync(HttpClient client, string query, HttpStatusCode expected, int? id = null)
        {
            using var response = await client.DeleteAsync(new Uri($"/api/v1/sensors/{id ?? sensor}/samples{query}", UriKind.Relative));
            return await ApiCalls.ReadAsync(response, expected);
        }

        var span = $"?from={Start + 100}&to={Start + 200}";
        (await DeleteAsync(site.Reader, span, HttpStatusCode.Forbidden)).Detail().ShouldContain("needs write rights");
        (await DeleteAsync(site.Writer, $"?from={Start}", HttpStatusCode.BadRequest)).Detail().ShouldStartWith("to is missing; allowed: RFC 3339");
        (await DeleteAsync(site.Writer, $"?to={Start}", HttpStatusCode.BadRequest)).Detail().ShouldStartWith("from is missing");
        (await DeleteAsync(site.Writer, "", HttpStatusCode.BadRequest)).Detail().ShouldStartWith("from is missing");
        (await DeleteAsync(site.Writer, "?from=5&to=4", HttpStatusCode.BadRequest)).Detail().ShouldContain("from not after to");
        await DeleteAsync(site.Writer, span, HttpStatusCode.NotFound, 99999);
        (await DeleteAsync(site.Writer, "?from=5&to=5", HttpStatusCode.OK)).Number("deleted").ShouldBe(0);
        (await site.GetAsync($"/sensors/{sensor}/samples")).GetProperty("samples").GetArrayLength().ShouldBe(100);

        (await DeleteAsync(site.Writer, span, HttpStatusCode.OK)).Number("deleted").ShouldBe(10);
        WattsOf(await site.GetAsync($"/sensors/{sensor}/samples")).ShouldBe(Enumerable.Range(0, 100).Where(i => i is < 10 or > 19).Select(i => (double)i));
        // The queue of the roll-ups knows of it.
        (await site.Database.Owner.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", sensor)).ShouldBe(1);
        await site.DrainAsync();
    }
}
