using System.Globalization;
using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class EnergyCallTests(ReadingSite site) : IClassFixture<ReadingSite>
{
    private const long Start = ReadingSite.Start;

    private static List<JsonElement> Buckets(JsonElement answer) => [.. answer.GetProperty("buckets").EnumerateArray()];

    private static double Sum(IEnumerable<JsonElement> buckets, string name) => buckets.Sum(bucket => bucket.GetProperty(name).GetDouble());

    private static string Iso(long second) => DateTimeOffset.FromUnixTimeSeconds(second).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_bucket_says_all_of_its_span()
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start, Start + 3600));
        var answer = await site.GetAsync($"/sensors/{sensor}/energy?from={Start}&to={Start + 7200}&bucket=hour");
        (answer.Number("sensor_id"), answer.GetProperty("currency").GetString(), answer.GetProperty("time_zone").GetString()).ShouldBe((sensor, "EUR", "Europe/Paris"));
        (answer.GetProperty("from").GetString(), answer.GetProperty("to").GetString(), answer.GetProperty("bucket").GetString()).ShouldBe((Iso(Start), Iso(Start + 7200), "hour"));
        var buckets = Buckets(answer);
        buckets.Count.ShouldBe(2);
        (buckets[0].GetProperty("start").GetString(), buckets[0].GetProperty("end").GetString()).ShouldBe((Iso(Start), Iso(Start + 3600)));
        buckets[0].GetProperty("kwh").GetDouble().ShouldBe(1, 1e-9);
        buckets[0].GetProperty("day_kwh").GetDouble().ShouldBe(0.5, 1e-9);
        buckets[0].GetProperty("night_kwh").GetDouble().ShouldBe(0.5, 1e-9);
        buckets[0].GetProperty("cost").GetDecimal().ShouldBe(0.15m, 0.000001m); // 0.20 and 0.10 a kWh
        buckets[0].GetProperty("coverage").GetDouble().ShouldBe(1);
        foreach (var power in (string[])["mean_watts", "min_watts", "max_watts"]) buckets[0].GetProperty(power).GetDouble().ShouldBe(1000, 1e-6);
        buckets[1].GetRawText().ShouldBe($$"""{"start":"{{Iso(Start + 3600)}}","end":"{{Iso(Start + 7200)}}","day_kwh":0,"night_kwh":0,"kwh":0,"cost":0,"mean_watts":null,"min_watts":null,"max_watts":null,"coverage":0}""");
    }

    [Fact]
    public async Task Without_a_bucket_and_a_span_it_is_all_there_is()
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start + 7, Start + 3607));
        var answer = await site.GetAsync($"/sensors/{sensor}/energy");
        answer.GetProperty("bucket").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("from").GetString().ShouldBe(Iso(Start + 7));
        DateTimeOffset.Parse(answer.GetProperty("to").GetString()!, CultureInfo.InvariantCulture).ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(1));
        Buckets(answer).ShouldHaveSingleItem().GetProperty("kwh").GetDouble().ShouldBe(1, 1e-9);
        // Before there was anything, and where nothing is.
        Buckets(await site.GetAsync($"/sensors/{sensor}/energy?to={Start}")).ShouldBeEmpty();
        Buckets(await site.GetAsync($"/sensors/{sensor}/energy?from={Start}&to={Start}&bucket=day")).ShouldBeEmpty();
        Buckets(await site.GetAsync($"/sensors/{await site.AddSensorAsync([])}/energy?bucket=day")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Both_faces_say_the_same_of_the_same_edges(int seed)
    {
        var random = new Random(seed);
        var samples = new List<TaggedSample>();
        for (var second = Start + random.Next(5000); second < Start + 6 * 3600; second += random.Next(40) == 0 ? random.Next(61, 2000) : random.Next(1, 25))
            samples.Add(new TaggedSample(second, random.Next(0, 30_000) / 10.0, random.Next(3) == 0));
        var sensor = await site.AddSensorAsync(samples);
        foreach (var step in (int[])[3600, 900, 60, 7 * 60, 97])
        {
            // Where the first bucket begins with the span, both are cut at the same places.
            var aligned = 86_400 % step == 0;
            var from = aligned ? Start + random.Next(0, 4) * 3600 : Start + random.Next(0, 10_000);
            var until = from + random.Next(1, 16_000);
            var ours = Buckets(await site.GetAsync($"/sensors/{sensor}/energy?from={from}&to={until}&bucket=PT{step}S"));
            var kwh = (await site.Reader.GetJsonAsync($"/api/{sensor}/get/kwatthours/by_time/{from}/{until}/{step}")).GetProperty("data").EnumerateArray().ToList();
            var euros = (await site.Reader.GetJsonAsync($"/api/{sensor}/get/euros/by_time/{from}/{until}/{step}")).GetProperty("data").EnumerateArray().ToList();
            ours.Count.ShouldBe(kwh.Count);
            foreach (var (our, energy, money) in ours.Zip(kwh, euros))
            {
                (our.GetProperty("coverage").GetDouble() == 0).ShouldBe(energy.ValueKind == JsonValueKind.Null);
                if (energy.ValueKind == JsonValueKind.Null) continue;
                our.GetProperty("kwh").GetDouble().ShouldBe(energy.GetProperty("value").GetDouble(), 1e-12);
                our.GetProperty("day_kwh").GetDouble().ShouldBe(energy.GetProperty("day_rate").GetDouble(), 1e-12);
                our.GetProperty("night_kwh").GetDouble().ShouldBe(energy.GetProperty("night_rate").GetDouble(), 1e-12);
                our.GetProperty("cost").GetDecimal().ShouldBe(money.GetProperty("value").GetDecimal());
            }

            var whole = (await site.Reader.GetJsonAsync($"/api/{sensor}/get/kwatthours/by_time/{from}/{until}")).GetProperty("data");
            if (whole.ValueKind != JsonValueKind.Null) Sum(ours, "kwh").ShouldBe(whole.GetProperty("value").GetDouble(), 1e-12);
        }
    }

    [Fact]
    public async Task Csv_has_the_same_and_no_limit()
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start + 4, Start + 3600));
        var json = Buckets(await site.GetAsync($"/sensors/{sensor}/energy?from={Start}&to={Start + 3700}&bucket=PT100S"));
        var lines = (await site.GetCsvAsync($"/sensors/{sensor}/energy?from={Start}&to={Start + 3700}&bucket=PT100S")).TrimEnd('\n').Split('\n');
        lines[0].ShouldBe("start,end,day_kwh,night_kwh,kwh,cost_eur,mean_watts,min_watts,max_watts,coverage");
        foreach (var (line, bucket) in lines.Skip(1).Zip(json))
            line.ShouldBe(string.Join(',', bucket.EnumerateObject().Select(value => value.Value.ValueKind == JsonValueKind.Null ? "" : value.Value.ToString())));
        lines.Length.ShouldBe(json.Count + 1);

        // More than JSON takes, in several pieces that fit together.
        var many = $"/sensors/{sensor}/energy?from={Start - 100_000}&to={Start + 10_000}&bucket=PT1S";
        (await site.GetAsync(many, HttpStatusCode.BadRequest)).Detail().ShouldBe(
            "bucket is 'PT1S', which makes 110000 buckets; allowed: at most 100000 in JSON. Take a longer bucket, a shorter span, or CSV, which has no limit.");
        var rows = (await site.GetCsvAsync(many)).TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')).ToList();
        rows.Count.ShouldBe(110_000);
        rows.Zip(rows.Skip(1)).ShouldAllBe(pair => pair.First[1] == pair.Second[0]);
        rows.Sum(row => double.Parse(row[4], CultureInfo.InvariantCulture)).ShouldBe(Sum(json, "kwh"), 1e-6);
        (await site.GetCsvAsync($"/sensors/{sensor}/energy?from={Start}&to={Start}&bucket=day")).Split('\n').Length.ShouldBe(2);
    }

    [Theory]
    [InlineData("bucket=fortnight", "bucket is 'fortnight'; allowed: minute, quarter (15 minutes), hour, day, week, month, year, or an ISO 8601 duration")]
    [InlineData("bucket=PT0S", "bucket is 'PT0S'")]
    [InlineData("bucket=P2D", "bucket is 'P2D'")]
    [InlineData("bucket=minute&from=2000-01-01T00:00:00Z&to=2099-12-31T23:59:00Z", "which makes 52595999 buckets")]
    [InlineData("from=2&to=1", "from not after to")]
    [InlineData("limit=5", "There is no query parameter 'limit'; allowed: from, to, bucket, format.")]
    public async Task What_is_wrong_is_said(string query, string detail)
    {
        var sensor = await site.AddSensorAsync([]);
        (await site.GetAsync($"/sensors/{sensor}/energy?{query}", HttpStatusCode.BadRequest)).Detail().ShouldContain(detail);
    }
}
