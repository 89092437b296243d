using System.Net;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web;

public sealed class CompatibleDeleteTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private const long Start = 1_790_000_040; // on the minute

    private HttpClient _client = null!;
    private int _sensor;
    private List<long> _ids = [];

    public async ValueTask InitializeAsync()
    {
        _client = await fixture.Site.CreateTokenClientAsync("write");
        _sensor = await fixture.Database.AddSensorAsync($"deleted {Guid.NewGuid():N}");
        await fixture.Database.InsertMeasuresAsync(_sensor, [.. Enumerable.Range(0, 20).Select(n => new TaggedSample(Start + 10 * n, n, false))]);
        _ids = await fixture.Database.Owner.QueryAsync("select id from measures where sensor_id = $1 order by time", row => row.GetInt64(0), _sensor);
        await fixture.DrainAsync();
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> DeleteAsync(string rest) => (await _client.PostAsync($"/api/{_sensor}/delete/{rest}", "")).GetRawText();

    private Task<List<double>> LeftAsync() =>
        fixture.Database.Owner.QueryAsync("select watts from measures where sensor_id = $1 order by time", row => row.GetDouble(0), _sensor);

    private static IEnumerable<double> Except(params int[] gone) => Enumerable.Range(0, 20).Except(gone).Select(n => (double)n);

    [Fact]
    public async Task One_is_deleted_by_its_id_once()
    {
        (await DeleteAsync($"by_id/{_ids[3]}")).ShouldBe("""{"data":1}""");
        (await DeleteAsync($"by_id/{_ids[3]}")).ShouldBe("""{"data":null}""");
        (await LeftAsync()).ShouldBe(Except(3));
    }

    [Fact]
    public async Task The_last_ones_are_deleted_by_their_places()
    {
        (await DeleteAsync("by_id/-1")).ShouldBe("""{"data":1}""");
        (await DeleteAsync("by_id/-2")).ShouldBe("""{"data":1}""");
        (await DeleteAsync("by_id/-6/-4")).ShouldBe("""{"data":2}""");
        (await LeftAsync()).ShouldBe(Except(19, 17, 12, 13));
        (await DeleteAsync("by_id/-3/0")).ShouldBe("""{"data":3}""");
        (await LeftAsync()).ShouldBe(Except(19, 17, 12, 13, 18, 16, 15));
        (await DeleteAsync("by_id/-100")).ShouldBe("""{"data":null}""");
        (await DeleteAsync("by_id/-400/-300")).ShouldBe("""{"data":null}""");
    }

    [Fact]
    public async Task A_range_of_ids_excludes_its_end()
    {
        (await DeleteAsync($"by_id/{_ids[5]}/{_ids[9]}")).ShouldBe("""{"data":4}""");
        (await DeleteAsync("by_id/0/0")).ShouldBe("""{"data":null}""");
        (await LeftAsync()).ShouldBe(Except(5, 6, 7, 8));
    }

    [Fact]
    public async Task A_moment_and_a_span_are_deleted_and_nothing_beside_them()
    {
        (await DeleteAsync($"by_time/{Start + 20}")).ShouldBe("""{"data":1}""");
        (await DeleteAsync($"by_time/{Start + 20}")).ShouldBe("""{"data":null}""");
        (await DeleteAsync($"by_time/{Start + 29.999999m}")).ShouldBe("""{"data":null}""");
        (await DeleteAsync($"by_time/{Start + 100}/{Start + 120}")).ShouldBe("""{"data":2}""");
        (await DeleteAsync($"by_time/{Start + 50}/{Start + 50}")).ShouldBe("""{"data":null}""");
        (await LeftAsync()).ShouldBe(Except(2, 10, 11));
    }

    [Fact]
    public async Task Another_sensors_measures_stay_and_an_unknown_sensor_is_null()
    {
        var other = await fixture.Database.AddSensorAsync($"bystander {Guid.NewGuid():N}");
        await fixture.Database.InsertMeasuresAsync(other, [new(Start, 1, false)]);
        (await DeleteAsync("by_time/0/4102444800")).ShouldBe("""{"data":20}""");
        (await fixture.Database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", other)).ShouldBe(1);
        (await _client.PostAsync("/api/99999/delete/by_time/0/4102444800", "")).GetRawText().ShouldBe("""{"data":null}""");
        (await _client.PostAsync("/api/99999/delete/by_id/-1", "")).GetRawText().ShouldBe("""{"data":null}""");
    }

    [Fact]
    public async Task The_roll_ups_and_the_answers_follow()
    {
        var path = $"/api/{_sensor}/get/kwatthours/by_time/{Start}/{Start + 180}";
        (await _client.GetJsonAsync(path)).GetProperty("data").GetProperty("value").GetDouble().ShouldBe(18 * 9 * 10 / 3.6e6, 1e-12);
        await DeleteAsync($"by_time/{Start + 60}/{Start + 180}");
        await fixture.DrainAsync();
        // A gap of 130 s is left, which carries nothing.
        (await _client.GetJsonAsync(path)).GetProperty("data").GetProperty("value").GetDouble().ShouldBe(5 * 2.5 * 10 / 3.6e6, 1e-12);
        (await fixture.Database.Owner.ScalarAsync<double>("select sum(covered_s) from energy_minutes where sensor_id = $1", _sensor)).ShouldBe(50 + 10, 1e-9);
    }

    [Fact]
    public async Task A_form_login_deletes_and_a_reader_does_not()
    {
        using var client = fixture.Site.CreateClient();
        await fixture.Database.AddUserAsync("visitor", WebSite.Password, User.Reader);
        foreach (var (login, status) in new[] { ("visitor", HttpStatusCode.Forbidden), (WebSite.UserName, HttpStatusCode.OK) })
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["login"] = login, ["password"] = WebSite.Password });
            using var response = await client.PostAsync(new Uri($"/api/{_sensor}/delete/by_id/-1", UriKind.Relative), form);
            response.StatusCode.ShouldBe(status);
        }

        (await LeftAsync()).ShouldBe(Except(19));
    }

    [Fact]
    public async Task Many_deletions_and_insertions_at_once_lose_nothing_and_count_right()
    {
        var deletions = Enumerable.Range(0, 12).Select(n => _client.PostAsync($"/api/{_sensor}/delete/{(n % 2 == 0 ? "by_id/-2/0" : $"by_time/{Start}/{Start + 40}")}", "")).ToList();
        var insertions = Enumerable.Range(0, 12).Select(n => _client.PostAsync($"/api/{_sensor}/insert/{n}/{Start + n % 4 * 10}/0", "")).ToList();
        var deleted = (await Task.WhenAll(deletions)).Select(answer => answer.GetProperty("data")).Sum(count => count.ValueKind == System.Text.Json.JsonValueKind.Null ? 0 : count.GetInt32());
        foreach (var insertion in insertions) (await insertion).GetProperty("data").GetBoolean().ShouldBeTrue();
        // What was inserted anew is not counted here: at least the last twelve and the first four are gone or new.
        deleted.ShouldBeGreaterThanOrEqualTo(16);
        (await LeftAsync()).Count.ShouldBeInRange(4, 8);
    }

    [Fact]
    public async Task Whoever_goes_away_frees_the_connection_and_deletes_nothing_and_samples_come_in_meanwhile()
    {
        // Another writer holds a row: the deletion waits for it.
        await using var connection = await fixture.Database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new Npgsql.NpgsqlCommand("select from measures where sensor_id = $1 for update", connection, transaction) { Parameters = { new() { Value = _sensor } } };
        await hold.ExecuteNonQueryAsync();
        using var leave = new CancellationTokenSource();
        var deletion = _client.PostAsync(new Uri($"/api/{_sensor}/delete/by_time/0/4102444800", UriKind.Relative), null, leave.Token);
        await Eventually.BecomesTrueAsync("the deletion waits", () => IsDeletingAsync());
        (await _client.PostAsync($"/api/{_sensor}/insert/5/{Start + 1000}/0", "")).GetProperty("data").GetBoolean().ShouldBeTrue();
        (await IsDeletingAsync()).ShouldBeTrue();
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(deletion);
        await Eventually.BecomesTrueAsync("the deletion is given up", async () => !await IsDeletingAsync());
        await transaction.RollbackAsync();
        (await LeftAsync()).Count.ShouldBe(21);
        fixture.Site.Process.Output.ShouldNotContain("A call failed");
    }

    private Task<bool> IsDeletingAsync() => fixture.Database.Web.ScalarAsync<bool>(
        "select exists (select from pg_stat_activity where datname = current_database() and state <> 'idle' and query like 'with gone as (delete from measures%')");
}
