using System.Globalization;
using System.Net;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.Processor.Retention;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>What pages and API say of months whose samples retention has removed.</summary>
public sealed class RetentionSiteTests : IAsyncLifetime
{
    private const string Removed = "before 2026-03-01 were removed by retention";

    private RetentionHouse _house = null!;
    private WebSite _site = null!;
    private HttpClient _client = null!;
    private long _correction;

    private string Path => $"/api/v1/sensors/{_house.Sensor}";

    public async ValueTask InitializeAsync()
    {
        _house = await RetentionHouse.CreateAsync();
        _site = await WebSite.StartAsync(_house.Database);
        _client = await _site.CreateTokenClientAsync("admin");
        // A correction of before, and one that lives on.
        _correction = (await _client.PostAsync($"{Path}/corrections", Body("delete", "2026-02-27T00:00:00Z", "2026-02-27T01:00:00Z"))).GetProperty("id").GetInt64();
        await _client.PostAsync($"{Path}/corrections", Body("delete", "2026-05-02T00:00:00Z", "2026-05-02T12:00:00Z"));
        await _house.DrainAsync();
        await _house.RemoveAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _site.DisposeAsync();
        await _house.DisposeAsync();
    }

    [Fact]
    public async Task The_API_says_that_samples_were_removed_and_answers_with_their_energy()
    {
        (await _client.GetJsonAsync($"{Path}/samples?from=2026-01-15T00:00:00Z&to=2026-02-01T00:00:00Z", HttpStatusCode.Gone)).Detail().ShouldContain(Removed);
        (await _client.GetJsonAsync($"{Path}/samples?from=2026-01-15T00:00:00Z&to=2026-03-02T00:00:00Z")).GetProperty("samples").GetArrayLength().ShouldBeGreaterThan(50);
        var energy = await _client.GetJsonAsync($"{Path}/energy?from=2026-02-28T00:00:00Z&to=2026-02-28T12:00:00Z&bucket=PT1H");
        energy.GetRawText().ShouldContain("\"coverage\":1");

        var late = string.Create(CultureInfo.InvariantCulture, $$"""{"watts":1,"time":{{(RetentionHouse.Horizon - Duration.FromDays(20)).ToUnixTimeSeconds()}}}""");
        (await _client.PostAsync($"{Path}/samples", late, HttpStatusCode.Conflict)).Detail().ShouldContain(Removed);
        (await _client.PostAsync($"{Path}/corrections", Body("delete", "2026-02-10T00:00:00Z", "2026-03-02T00:00:00Z"), HttpStatusCode.BadRequest)).Detail().ShouldContain(Removed);
        (await _client.PostAsync($"{Path}/corrections/{_correction}/undo", "", HttpStatusCode.Conflict)).Detail().ShouldContain("cannot be undone");
    }

    [Fact]
    public async Task What_corrections_had_kept_goes_along_and_no_more()
    {
        (await _house.Database.Owner.ScalarAsync<long>("select count(*) from corrected_measures where time < '2026-03-01Z'")).ShouldBe(0);
        (await _house.Database.Owner.ScalarAsync<long>("select count(*) from corrected_measures")).ShouldBeGreaterThan(0);
        (await _house.Database.Owner.ScalarAsync<long>("select sum(corrected)::bigint from measures_dropped")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Removed_months_are_no_gaps_and_count_as_recorded()
    {
        var (from, until) = (RetentionHouse.First.ToUnixMicroseconds(), RetentionHouse.Last.ToUnixMicroseconds());
        var gaps = await new GapQuery(_house.Database.Web).ReadAsync(_house.Sensor, from, until, TestContext.Current.CancellationToken);
        gaps.ShouldNotBeEmpty();
        gaps.ShouldAllBe(gap => gap.From >= RetentionHouse.Horizon.ToUnixMicroseconds());
        var recorded = await new RecordedSpanQuery(_house.Database.Web).ReadAsync(_house.Sensor, TestContext.Current.CancellationToken);
        recorded!.Value.First.ShouldBe(UnixMicroseconds.Floor(from, UnixMicroseconds.PerMinute));
    }

    [Fact]
    public async Task Deleting_everything_by_the_API_leaves_the_removed_months_as_they_are()
    {
        var before = await _house.RowsAsync(until: RetentionHouse.Horizon);
        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"{Path}/samples?from=2020-01-01T00:00:00Z&to=2027-01-01T00:00:00Z", UriKind.Relative));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await _house.DrainAsync();
        (await _house.SamplesAsync("true")).ShouldBe(1);
        (await _house.RowsAsync(until: RetentionHouse.Horizon)).ShouldBe(before);
    }

    private static string Body(string kind, string from, string to) => $$"""{"kind":"{{kind}}","from":"{{from}}","to":"{{to}}"}""";
}
