using System.Net;
using System.Text.Json;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class PowerCallTests(ReadingSite site) : IClassFixture<ReadingSite>
{
    private const long Start = ReadingSite.Start;

    private static List<JsonElement> Points(JsonElement answer) => [.. answer.GetProperty("points").EnumerateArray()];

    [Theory]
    [InlineData(600, 1000, "samples", 8, 75)]
    [InlineData(4 * 3600, 100, "minutes", 180, 80)]
    [InlineData(24 * 3600, 96, "quarters", 900, 96)]
    [InlineData(48 * 3600, 10, "hours", 18_000, 10)]
    public async Task A_line_has_no_more_points_than_asked_for_and_none_of_its_peaks_is_lost(int seconds, int points, string source, double step, int expected)
    {
        var sensor = await site.AddSensorAsync([.. Enumerable.Range(0, 3 * 3600 / 8).Select(i => new TaggedSample(Start + i * 8L, i == 40 ? 3000 : i % 7, false))]);
        var answer = await site.GetAsync($"/sensors/{sensor}/power?from={Start}&to={Start + seconds}&points={points}");
        (answer.Number("sensor_id"), answer.GetProperty("source").GetString(), answer.GetProperty("step_seconds").GetDouble()).ShouldBe((sensor, source, step));
        var line = Points(answer);
        line.Count.ShouldBe(expected);
        line.Zip(line.Skip(1)).ShouldAllBe(pair => pair.First.GetProperty("end").GetString() == pair.Second.GetProperty("start").GetString());
        line.Where(point => point.GetProperty("coverage").GetDouble() > 0).Max(point => point.GetProperty("max_watts").GetDouble()).ShouldBe(3000);
        line.Where(point => point.GetProperty("coverage").GetDouble() > 0).Min(point => point.GetProperty("min_watts").GetDouble()).ShouldBe(0);
        if (seconds > 3 * 3600) line[^1].GetRawText().ShouldEndWith("\"mean_watts\":null,\"min_watts\":null,\"max_watts\":null,\"coverage\":0}");
        // The same spans as energy: mean power over the covered time.
        var energy = (await site.GetAsync($"/sensors/{sensor}/energy?from={line[0].GetProperty("start").GetString()}&to={line[0].GetProperty("end").GetString()}")).GetProperty("buckets")[0];
        energy.GetProperty("mean_watts").GetDouble().ShouldBe(line[0].GetProperty("mean_watts").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Without_a_span_it_is_all_there_is_and_an_empty_one_has_no_point()
    {
        var sensor = await site.AddSensorAsync(ReadingSite.Kilowatt(Start, Start + 3600));
        Points(await site.GetAsync($"/sensors/{sensor}/power")).Count.ShouldBeInRange(1, 1000);
        Points(await site.GetAsync($"/sensors/{sensor}/power?from={Start}&to={Start}")).ShouldBeEmpty();
        Points(await site.GetAsync($"/sensors/{await site.AddSensorAsync([])}/power")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("points=9", "points is '9'; allowed: a whole number from 10 to 10000.")]
    [InlineData("points=10001", "points is '10001'")]
    [InlineData("points=many", "points is 'many'")]
    [InlineData("from=2&to=1", "from not after to")]
    [InlineData("bucket=day", "There is no query parameter 'bucket'; allowed: from, to, points.")]
    public async Task What_is_wrong_is_said(string query, string detail)
    {
        var sensor = await site.AddSensorAsync([]);
        (await site.GetAsync($"/sensors/{sensor}/power?{query}", HttpStatusCode.BadRequest)).Detail().ShouldContain(detail);
    }
}
