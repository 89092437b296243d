using System.Text.Json;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>Measures by their ids, by their places from the end, and by their moments.</summary>
public sealed class CompatibleIdTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const long Start = 1_790_000_000;
    private const int Count = 30;

    private HttpClient _client = null!;
    private int _sensor;
    private List<long> _ids = [];

    public async ValueTask InitializeAsync()
    {
        await fixture.Database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-09-01Z', '2026-09-30Z')");
        _client = await fixture.Site.CreateTokenClientAsync("read");
        _sensor = await fixture.Database.AddSensorAsync($"by id {Guid.NewGuid():N}");
        await InsertAsync(Enumerable.Range(0, Count));
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>One every 10 s: 360 W more each, so that a segment of 10 s from sample n carries n + ½ Wh.</summary>
    private async Task InsertAsync(IEnumerable<int> places)
    {
        // Ids that are known: those of the sequence may jump.
        var next = _ids.Count == 0 ? 1000 * _sensor : _ids.Max() + 1;
        await fixture.Database.Owner.ExecuteAsync(
            """
            insert into measures (id, sensor_id, time, watts, night_rate)
            select $2 + ordinality - 1, $1, to_timestamp($3 + 10 * place), 360 * place, place % 2 = 1 from unnest($4) with ordinality as given (place, ordinality)
            """,
            _sensor, next, (double)Start, places.ToArray());
        await fixture.DrainAsync();
        _ids = await fixture.Database.Owner.QueryAsync("select id from measures where sensor_id = $1 order by time", row => row.GetInt64(0), _sensor);
    }

    private async Task<JsonElement> DataAsync(string rest)
    {
        var answer = await _client.GetJsonAsync($"/api/{_sensor}/get/{rest}");
        answer.GetProperty("rate").GetString().ShouldBeOneOf("day", "night");
        return answer.GetProperty("data");
    }

    private static List<double> Values(JsonElement list) => [.. list.EnumerateArray().Select(measure => measure.GetProperty("value").GetDouble() / 360)];

    private static double Wh(JsonElement answer) => answer.GetProperty("value").GetDouble() * 1000;

    [Fact]
    public async Task A_measure_is_found_by_its_id_and_its_place_and_its_moment()
    {
        var expected = $$"""{"id":{{_ids[27]}},"sensor_id":{{_sensor}},"value":9720,"timestamp":{{Start + 270}},"night_rate":1}""";
        (await DataAsync($"watts/by_id/{_ids[27]}")).GetRawText().ShouldBe(expected);
        (await DataAsync("watts/by_id/-3")).GetRawText().ShouldBe(expected);
        (await DataAsync($"watts/by_time/{Start + 270}")).GetRawText().ShouldBe(expected);
        (await DataAsync($"watts/by_time/{Start + 270}.000000")).GetRawText().ShouldBe(expected);
        // The same as in a list.
        (await DataAsync($"watts/by_time/{Start + 270}/{Start + 271}")).GetRawText().ShouldBe($"[{expected}]");
        (await DataAsync($"watts/by_id/{_ids[27]}/{_ids[27] + 1}")).GetRawText().ShouldBe($"[{expected}]");
    }

    [Fact]
    public async Task Places_count_from_the_last_as_python_lists_do()
    {
        (await DataAsync("watts/by_id/-1")).GetProperty("value").GetDouble().ShouldBe(360 * (Count - 1));
        (await DataAsync($"watts/by_id/-{Count}")).GetProperty("value").GetDouble().ShouldBe(0);
        (await DataAsync($"watts/by_id/-{Count + 1}")).ValueKind.ShouldBe(JsonValueKind.Null);
        Values(await DataAsync("watts/by_id/-10/0")).ShouldBe([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
        Values(await DataAsync("watts/by_id/-10/-7")).ShouldBe([20, 21, 22]);
        Values(await DataAsync($"watts/by_id/-{Count + 5}/-{Count - 2}")).ShouldBe([0, 1]);
    }

    [Theory]
    [InlineData("by_id/9223372036854775807")]
    [InlineData("by_id/-9223372036854775807")]
    [InlineData("by_id/0")]
    [InlineData("by_id/0/0")]
    [InlineData("by_id/9223372036854775407/9223372036854775807")]
    [InlineData("by_time/1790000005")]
    [InlineData("by_time/1790000000.000001")]
    [InlineData("by_time/0")]
    [InlineData("by_time/253402300799")]
    public async Task What_is_not_there_is_null(string rest) => (await DataAsync($"watts/{rest}")).ValueKind.ShouldBe(JsonValueKind.Null);

    [Fact]
    public async Task A_moment_between_seconds_is_found_to_the_microsecond()
    {
        await fixture.Database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values ($1, '2026-09-21T14:30:00.123457Z', 5, false)", _sensor);
        var time = DateTimeOffset.Parse("2026-09-21T14:30:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds();
        (await DataAsync($"watts/by_time/{time}.123457")).GetProperty("timestamp").GetRawText().ShouldBe($"{time}.123457");
        // What is finer than the table keeps is cut off, as it is when it is inserted.
        (await DataAsync($"watts/by_time/{time}.1234579")).GetProperty("value").GetDouble().ShouldBe(5);
        (await DataAsync($"watts/by_time/{time}.123456")).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Another_sensors_measure_is_not_found()
    {
        var other = await fixture.Database.AddSensorAsync($"other {Guid.NewGuid():N}");
        (await _client.GetJsonAsync($"/api/{other}/get/watts/by_id/{_ids[0]}")).GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
        (await _client.GetJsonAsync($"/api/{other}/get/watts/by_id/-1")).GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_range_carries_what_lies_from_its_first_measure_to_the_one_after_its_last()
    {
        var whole = await DataAsync($"kwatthours/by_id/{_ids[4]}/{_ids[8]}");
        Wh(whole).ShouldBe(4.5 + 5.5 + 6.5 + 7.5, 1e-9);
        whole.GetProperty("day_rate").GetDouble().ShouldBe(0.011, 1e-12);
        whole.GetProperty("night_rate").GetDouble().ShouldBe(0.013, 1e-12);
        // As the span of time that it is.
        (await DataAsync($"kwatthours/by_time/{Start + 40}/{Start + 80}")).GetProperty("value").GetDouble().ShouldBe(0.024, 1e-12);
        (await DataAsync($"euros/by_id/{_ids[4]}/{_ids[8]}")).GetProperty("value").GetDecimal().ShouldBe(0.011m * 0.20m + 0.013m * 0.10m, 1e-12m);
        // Nothing follows the last one yet.
        Wh(await DataAsync("kwatthours/by_id/-3/0")).ShouldBe(27.5 + 28.5, 1e-9);
        (await DataAsync("kwatthours/by_id/-1/0")).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Groups_of_ids_sum_to_their_range_and_the_last_one_is_shorter()
    {
        var groups = (await DataAsync("kwatthours/by_id/-10/0/4")).EnumerateArray().Select(Wh).ToList();
        groups.ShouldBe([20.5 + 21.5 + 22.5 + 23.5, 24.5 + 25.5 + 26.5 + 27.5, 28.5], 1e-9);
        Wh(await DataAsync("kwatthours/by_id/-10/0")).ShouldBe(groups.Sum(), 1e-9);
        var watts = (await DataAsync($"watts/by_id/{_ids[0]}/{_ids[0] + 4}/2")).EnumerateArray().Select(group => group.GetProperty("value").GetDouble()).ToList();
        watts.ShouldBe([360, 1080], 1e-9);
        (await DataAsync($"euros/by_id/{_ids[0]}/{_ids[0] + 4}/9")).GetArrayLength().ShouldBe(1);
        (await DataAsync("kwatthours/by_id/5/5/1")).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_group_without_measures_is_null()
    {
        var groups = await DataAsync($"kwatthours/by_id/-{Count + 4}/-{Count - 2}/2");
        groups.EnumerateArray().Select(group => group.ValueKind).ShouldBe([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Object]);
        (await _client.GetJsonAsync("/api/99999/get/euros/by_id/0/6/2")).GetProperty("data").EnumerateArray()
            .Select(group => group.ValueKind).ShouldBe([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null]);
        (await _client.GetJsonAsync("/api/99999/get/kwatthours/by_id/-6/0")).GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task What_comes_late_has_a_later_id_and_an_earlier_place()
    {
        var newest = _ids.Max();
        await InsertAsync([-2, -1]);
        Values(await DataAsync("watts/by_id/-2/0")).ShouldBe([28, 29]);
        var late = await DataAsync($"watts/by_id/{newest + 1}/{_ids.Max() + 1}");
        Values(late).ShouldBe([-2, -1]);
        // By id the two, of which the second goes on to the first of the others; by place the two that begin there.
        Wh(await DataAsync($"kwatthours/by_id/{newest + 1}/{_ids.Max() + 1}")).ShouldBe(-1.5 - 0.5, 1e-9);
        Wh(await DataAsync($"kwatthours/by_id/-{Count + 2}/-{Count}")).ShouldBe(-1.5 - 0.5, 1e-9);
        // Half of each: what lies between belongs to neither.
        Wh(await DataAsync($"kwatthours/by_id/{_ids[31]}/{newest + 2}")).ShouldBe(-1.5, 1e-9);
    }

    [Fact]
    public async Task A_gap_after_a_measure_carries_nothing()
    {
        await InsertAsync([Count + 7, Count + 8]);
        (await DataAsync("kwatthours/by_id/-3/0/1")).EnumerateArray().Select(group => group.ValueKind == JsonValueKind.Null ? 0 : Wh(group))
            .ShouldBe([0, 37.5, 0], 1e-9);
    }
}
