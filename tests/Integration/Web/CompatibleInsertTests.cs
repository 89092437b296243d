using System.Net;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class CompatibleInsertTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IDisposable
{
    private const long Time = 1_790_000_000;

    private static int _sensors;
    private readonly HttpClient _client = fixture.Site.CreateClient();

    public void Dispose() => _client.Dispose();

    private Task<int> AddSensorAsync(string driver = "push") => fixture.Database.AddSensorAsync($"inserted {Interlocked.Increment(ref _sensors)}", driver: driver);

    private async Task<string> InsertAsync(string path, HttpStatusCode expected = HttpStatusCode.OK, string login = WebSite.UserName)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = login, ["password"] = WebSite.Password });
        using var response = await _client.PostAsync(new Uri(path, UriKind.Relative), form);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(expected, text);
        return text;
    }

    private Task<List<(double Watts, bool Night)>> StoredAsync(int sensor) => fixture.Database.Owner.QueryAsync(
        "select watts, night_rate from measures where sensor_id = $1 order by time", row => (row.GetDouble(0), row.GetBoolean(1)), sensor);

    [Theory]
    [InlineData("push")]
    [InlineData("acs712")]
    public async Task A_sample_is_inserted_for_a_sensor_of_any_kind_with_the_tariff_that_was_said(string driver)
    {
        var sensor = await AddSensorAsync(driver);
        // By the calendar 14:13 UTC is day.
        (await InsertAsync($"/api/{sensor}/insert/-12.5/{Time}.25/1")).ShouldBe("""{"data":true}""");
        (await InsertAsync($"/api/{sensor}/insert/100/{Time + 10}/0")).ShouldBe("""{"data":true}""");
        (await InsertAsync($"/api/{sensor}/insert/200/{Time + 20}/-3")).ShouldBe("""{"data":true}""");
        (await StoredAsync(sensor)).ShouldBe([(-12.5, true), (100, false), (200, true)]);
        (await fixture.Database.Owner.ScalarAsync<bool>("select time = '2026-09-21T14:13:20.25Z' from measures where sensor_id = $1 order by time limit 1", sensor)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_time_again_replaces_the_value_and_the_energy_follows()
    {
        var sensor = await AddSensorAsync();
        foreach (var watts in (int[])[600, 600, 1200])
        {
            await InsertAsync($"/api/{sensor}/insert/600/{Time}/0");
            await InsertAsync($"/api/{sensor}/insert/{watts}/{Time + 60}/0");
            await fixture.DrainAsync();
        }

        (await StoredAsync(sensor)).ShouldBe([(600, false), (1200, false)]);
        (await fixture.Database.Owner.ScalarAsync<double>("select sum(day_wh) from energy_minutes where sensor_id = $1", sensor)).ShouldBe(15, 1e-6);
    }

    [Fact]
    public async Task A_sensor_that_there_is_not_is_false() => (await InsertAsync($"/api/99999/insert/1/{Time}/0")).ShouldBe("""{"data":false}""");

    [Fact]
    public async Task A_pushed_sensor_that_is_fed_this_way_runs()
    {
        var sensor = await AddSensorAsync();
        await InsertAsync($"/api/{sensor}/insert/77/{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}/0");
        (await fixture.Database.Owner.ScalarAsync<string>("select state from sensors_now where id = $1", sensor)).ShouldBe("running");
    }

    [Theory]
    [InlineData("x/1790000000/0", "value is 'x'")]
    [InlineData("1e3/1790000000/0", "value is '1e3'")]
    [InlineData("NaN/1790000000/0", "value is 'NaN'")]
    [InlineData("1000000001/1790000000/0", "value is '1000000001'")]
    [InlineData("1/-5/0", "timestamp is '-5'")]
    [InlineData("1/1.2.3/0", "timestamp is '1.2.3'")]
    [InlineData("1/4102444800/0", "2000 to 2099")]
    [InlineData("1/4102444799.99999999/0", "2000 to 2099")]
    [InlineData("1/1790000000/night", "night_rate is 'night'")]
    public async Task Bad_numbers_are_400_with_the_reason(string rest, string reason) =>
        (await InsertAsync($"/api/1/insert/{rest}", HttpStatusCode.BadRequest)).ShouldContain(reason.Replace("'", "\\u0027", StringComparison.Ordinal));

    [Fact]
    public async Task A_get_is_405()
    {
        using var response = await _client.GetAsync(new Uri($"/api/1/insert/1/{Time}/0", UriKind.Relative));
        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(["POST"]);
    }

    [Fact]
    public async Task A_reader_may_not_insert()
    {
        var sensor = await AddSensorAsync();
        await fixture.Database.AddUserAsync("onlooker", WebSite.Password, User.Reader);
        (await InsertAsync($"/api/{sensor}/insert/1/{Time}/0", HttpStatusCode.Forbidden, "onlooker")).ShouldContain("needs write rights");
        (await StoredAsync(sensor)).ShouldBeEmpty();
    }
}
