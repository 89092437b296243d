using System.Globalization;
using System.Net;
using System.Text.Json;
using NodaTime;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.Integration.Processor.Retention;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Sources;
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
    public async Task Files_and_the_compatible_calls_say_that_too()
    {
        (await _client.GetJsonAsync($"{Path}/samples?format=csv&from=2026-01-15T00:00:00Z&to=2026-02-01T00:00:00Z", HttpStatusCode.Gone)).Detail().ShouldContain(Removed);
        (await _client.PostAsync($"{Path}/samples", "time,watts\n2026-02-10T00:00:00Z,1\n", HttpStatusCode.Conflict, "text/csv")).Detail().ShouldContain(Removed);
        var (from, until) = (Instant.FromUtc(2026, 1, 15, 0, 0).ToUnixTimeSeconds(), Instant.FromUtc(2026, 2, 1, 0, 0).ToUnixTimeSeconds());
        (await _client.GetJsonAsync($"/api/{_house.Sensor}/get/watts/by_time/{from}/{until}")).GetProperty("data").GetRawText().ShouldBeOneOf("null", "[]");
        (await _house.SamplesAsync("watts = 1")).ShouldBe(0);
    }

    [Fact]
    public async Task Deletion_by_id_leaves_the_sample_that_the_first_segment_begins_with()
    {
        var rows = await _house.RowsAsync();
        var id = await _house.Database.Owner.ScalarAsync<long>("select id from measures where time < '2026-03-01Z'");
        using var empty = new StringContent("");
        foreach (var path in new[] { $"delete/by_id/{id}", $"delete/by_id/{id}/{id + 1}" })
        {
            using var answer = await _client.PostAsync(new Uri($"/api/{_house.Sensor}/{path}", UriKind.Relative), empty, TestContext.Current.CancellationToken);
            (await ApiCalls.ReadAsync(answer, HttpStatusCode.OK)).GetProperty("data").ValueKind.ShouldBe(JsonValueKind.Null);
        }

        await _house.DrainAsync();
        (await _house.SamplesAsync("time < '2026-03-01Z'")).ShouldBe(1);
        (await _house.RowsAsync()).ShouldBe(rows);
    }

    [Fact]
    public async Task Pages_say_that_samples_were_removed_and_draw_the_minutes()
    {
        using var visitor = await _site.SignInAsync();
        Task<string> ReadAsync(string path) => visitor.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        string Line(Instant from) => string.Create(
            CultureInfo.InvariantCulture, $"/conso?scale=day&unit=watts&sensor={_house.Sensor}&date={from:uuuu-MM-dd}&span={from.ToUnixTimeSeconds()}-{from.ToUnixTimeSeconds() + 7200}");

        var removed = await ReadAsync(Line(Instant.FromUtc(2026, 2, 27, 12, 0)));
        removed.ShouldContain("The samples before 1 March 2026 were removed by retention; the minutes remain");
        removed.ShouldNotContain("plot-message");
        (await ReadAsync(Line(Instant.FromUtc(2026, 3, 2, 12, 0)))).ShouldNotContain("data-removed");
        (await ReadAsync($"/data?view=samples&sensor={_house.Sensor}&at=2026-01-15T00:00:00Z")).ShouldContain("The samples before 1 March 2026 were removed by retention; their energy by the minute remains.");
        (await ReadAsync($"/data?view=samples&sensor={_house.Sensor}")).ShouldNotContain("removed by retention");
    }

    [Fact]
    public async Task A_file_with_rows_of_removed_months_is_refused_as_a_whole()
    {
        using var directory = new TemporaryDirectory();
        long[] times = [Instant.FromUtc(2026, 2, 20, 0, 0).ToUnixTimeSeconds(), Instant.FromUtc(2026, 4, 20, 0, 0).ToUnixTimeSeconds()];
        await File.WriteAllLinesAsync(directory.File("rows.csv"), times.Select(time => $"{time},1").Prepend("time,watts"), TestContext.Current.CancellationToken);
        await using var source = new FileSource(() => File.OpenRead(directory.File("rows.csv")));
        var importer = new Importer(_house.Database.Web, new SiteReader(_house.Database.Web), TimeProvider.System);
        var target = await importer.FindAsync($"{_house.Sensor}", TestContext.Current.CancellationToken);
        (await Should.ThrowAsync<ImportException>(() => importer.CheckAsync(target, source, new ImportOptions(), new ImportProgress(), TestContext.Current.CancellationToken)))
            .Message.ShouldContain(Removed);
        (await _house.SamplesAsync("watts = 1")).ShouldBe(0);
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
