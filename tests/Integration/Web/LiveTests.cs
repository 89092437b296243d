using System.Globalization;
using System.Net;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using static PowerMeter.Tests.Integration.Web.LiveClient;

namespace PowerMeter.Tests.Integration.Web;

public sealed class LiveTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IAsyncLifetime
{
    private static int _sensors;
    private HttpClient _client = null!;
    private int _sensor;

    private string OnlyMine => string.Create(CultureInfo.InvariantCulture, $"?sensor={_sensor}");

    public async ValueTask InitializeAsync()
    {
        _client = await fixture.Site.CreateTokenClientAsync("write");
        _sensor = await fixture.Database.AddSensorAsync($"followed {Interlocked.Increment(ref _sensors)}");
        await fixture.Database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-01-01Z', now())");
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task InsertAsync(double watts, string time = "now()") => fixture.Database.Web.ExecuteAsync(
        $"insert into measures (sensor_id, time, watts, volts, night_rate) values ($1, {time}, $2, 230.5, true)", _sensor, watts);

    [Fact]
    public async Task A_stream_begins_with_how_sensors_are_and_tells_each_new_sample()
    {
        using var live = await ConnectAsync(_client, OnlyMine);
        live.Response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        live.Response.Content.Headers.ContentEncoding.ShouldBeEmpty();
        live.Response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        live.Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var status = (await live.NextAsync())!;
        status.Kind.ShouldBe("status");
        status.Data.GetRawText().ShouldBe((await _client.GetJsonAsync($"/api/v1/sensors/{_sensor}/status")).GetRawText());
        (await live.NextIdAsync()).ShouldNotBeEmpty();

        await InsertAsync(41.5);
        var sample = (await live.ReadUntilAsync(happened => IsSample(happened, 41.5)))[^1].Data;
        sample.Number("sensor_id").ShouldBe(_sensor);
        sample.GetProperty("volts").GetDouble().ShouldBe(230.5);
        sample.GetProperty("night_rate").GetBoolean().ShouldBeTrue();
        sample.TryGetProperty("battery", out _).ShouldBeFalse();
        DateTimeOffset.Parse(sample.GetProperty("time").GetString()!, CultureInfo.InvariantCulture).Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Energy_status_configuration_and_deletions_are_told()
    {
        using var live = await ConnectAsync(_client, OnlyMine);
        await live.NextIdAsync();
        await InsertAsync(100, "'2026-09-01 12:00Z'");
        await InsertAsync(100, "'2026-09-01 12:00:30Z'");
        await fixture.DrainAsync();
        var energy = (await live.ReadUntilAsync(happened => happened.Kind == "energy"))[^1].Data;
        energy.Number("sensor_id").ShouldBe(_sensor);
        energy.GetProperty("from").GetString().ShouldStartWith("2026-09-01T12:00:00Z");

        await _client.PostAsync($"/api/v1/sensors/{_sensor}/samples", """{"watts":5}""");
        (await live.ReadUntilAsync(happened => happened.Kind == "status"))[^1].Data.GetProperty("state").GetString().ShouldBe("running");

        await fixture.Database.Owner.ExecuteAsync("update settings set value = value where key = 'site_name'");
        await live.ReadUntilAsync(happened => happened.Kind == "configuration");

        await fixture.Database.Web.ExecuteAsync("delete from measures where sensor_id = $1 and time < '2026-09-02Z'", _sensor);
        var deleted = (await live.ReadUntilAsync(happened => happened.Kind == "resync"))[^1].Data;
        deleted.GetRawText().ShouldBe($$"""{"reason":"deleted","sensor_id":{{_sensor}}}""");
    }

    [Fact]
    public async Task A_stream_of_one_sensor_has_nothing_of_others()
    {
        var other = await fixture.Database.AddSensorAsync($"not followed {Guid.NewGuid():N}");
        using var live = await ConnectAsync(_client, OnlyMine);
        using var all = await ConnectAsync(_client);
        await all.NextIdAsync();
        await live.NextIdAsync();
        await fixture.Database.Web.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 1, true)", other);
        await all.ReadUntilAsync(happened => happened.Kind == "sample" && happened.Data.Number("sensor_id") == other);
        await InsertAsync(2);
        (await live.ReadUntilAsync(happened => IsSample(happened, 2))).ShouldNotContain(happened => happened.Kind == "sample" && happened.Data.Number("sensor_id") == other);
    }

    [Fact]
    public async Task Nothing_is_missed_over_a_restart_neither_late_samples_nor_slow_transactions_nor_deletions()
    {
        await InsertAsync(9, "'2026-03-01Z'");
        string id;
        await using var slow = await fixture.Database.Web.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        using (var before = await ConnectAsync(_client, OnlyMine))
        {
            // Its transaction began before the id, and ends after it.
            await using (var insert = new Npgsql.NpgsqlCommand("insert into measures (sensor_id, time, watts, night_rate) values ($1, '2026-08-01Z', 1, false)", slow, transaction))
            {
                insert.Parameters.Add(new() { Value = _sensor });
                await insert.ExecuteNonQueryAsync();
            }

            await InsertAsync(2);
            await before.ReadUntilAsync(happened => IsSample(happened, 2));
            id = await before.NextIdAsync();
        }

        await fixture.Site.Process.KillAsync();
        await transaction.CommitAsync();
        await InsertAsync(3, "'2026-02-01Z'"); // late by months
        await InsertAsync(4);
        await fixture.Database.Web.ExecuteAsync("delete from measures where sensor_id = $1 and watts = 9", _sensor);
        await fixture.Site.RestartAsync();

        using var after = await ConnectAsync(_client, OnlyMine, id);
        var replayed = await after.ReadUntilAsync(happened => happened.Kind == "status");
        replayed.Where(happened => happened.Kind == "sample").Select(happened => happened.Data.GetProperty("watts").GetDouble()).Order().ShouldBe([1, 3, 4]);
        replayed.Where(happened => happened.Kind == "resync").Select(happened => happened.Data.GetProperty("reason").GetString()).ShouldBe(["deleted"]);
        replayed.ShouldContain(happened => happened.Kind == "configuration");
        replayed.Count(happened => happened.Kind == "energy").ShouldBeGreaterThan(0);
        await InsertAsync(5);
        await after.ReadUntilAsync(happened => IsSample(happened, 5));
    }

    [Fact]
    public async Task Another_instance_goes_on_where_the_first_one_was()
    {
        using var live = await ConnectAsync(_client, OnlyMine);
        var id = await live.NextIdAsync();
        await InsertAsync(6);
        await using var second = await WebSite.StartAnotherAsync(fixture.Database);
        using var client = await second.CreateTokenClientAsync("read");
        // For a client that cannot set headers.
        using var there = await ConnectAsync(client, $"{OnlyMine}&last_event_id={Uri.EscapeDataString(id)}");
        (await there.ReadUntilAsync(happened => happened.Kind == "status")).Count(happened => happened.Kind == "sample").ShouldBe(1);
    }

    [Fact]
    public async Task More_than_is_sent_again_is_a_resync()
    {
        using var live = await ConnectAsync(_client, OnlyMine);
        var id = await live.NextIdAsync();
        await fixture.Database.Web.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) select $1, '2026-05-01Z'::timestamptz + i * interval '1 second', i, true from generate_series(1, 10001) as i", _sensor);
        // Live, a thousand of them come, and that there are older ones.
        var told = await live.ReadUntilAsync(happened => IsSample(happened, 10_001));
        told.Count(happened => happened.Kind == "sample").ShouldBe(1000);
        told.ShouldContain(happened => happened.Kind == "resync" && happened.Data.GetProperty("reason").GetString() == "older");

        using var again = await ConnectAsync(_client, OnlyMine, id);
        var replayed = await again.ReadUntilAsync(happened => happened.Kind == "status");
        replayed.Where(happened => happened.Kind == "sample").Select(happened => happened.Data.GetProperty("watts").GetDouble()).ShouldBe(Enumerable.Range(1, 10_000).Select(i => (double)i));
        replayed.ShouldContain(happened => happened.Kind == "resync" && happened.Data.GetProperty("reason").GetString() == "missed");
        // Its new id is good again.
        using var third = await ConnectAsync(_client, OnlyMine, await again.NextIdAsync());
        (await third.ReadUntilAsync(happened => happened.Kind == "status")).ShouldNotContain(happened => happened.Kind == "resync");
    }

    [Theory]
    [InlineData("what is this")]
    [InlineData("1790000000-100:105:101")] // an hour ago and more
    [InlineData("99999999999-900000000000:900000000005:")] // of another database
    public async Task An_id_that_says_nothing_is_a_resync(string id)
    {
        using var live = await ConnectAsync(_client, OnlyMine, id);
        (await live.NextAsync())!.Data.GetRawText().ShouldBe($$"""{"reason":"missed","sensor_id":{{_sensor}}}""");
    }

    [Theory]
    [InlineData("?sensor=0", HttpStatusCode.BadRequest, "from 1 to")]
    [InlineData("?sensor=99999", HttpStatusCode.NotFound, "There is no sensor 99999")]
    [InlineData("?last_event_id=5", HttpStatusCode.BadRequest, "last_event_id is '5'")]
    [InlineData("?since=5", HttpStatusCode.BadRequest, "no query parameter 'since'")]
    public async Task What_is_wrong_is_said(string query, HttpStatusCode status, string detail) =>
        (await _client.GetJsonAsync($"/api/v1/live{query}", status)).Detail().ShouldContain(detail);

    [Fact]
    public async Task A_session_may_listen_and_a_stranger_may_not()
    {
        using var signedIn = await fixture.Site.SignInAsync();
        using (var live = await ConnectAsync(signedIn, OnlyMine)) (await live.NextAsync())!.Kind.ShouldBe("status");
        using var stranger = fixture.Site.CreateClient();
        await stranger.GetJsonAsync("/api/v1/live", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Streams_are_limited_and_one_that_goes_makes_room()
    {
        await using var site = await WebSite.StartAnotherAsync(fixture.Database, new Dictionary<string, string> { ["Web__LiveClients"] = "2" });
        using var client = await site.CreateTokenClientAsync("read");
        using var first = await ConnectAsync(client);
        var second = await ConnectAsync(client);
        (await client.GetJsonAsync("/api/v1/live", HttpStatusCode.ServiceUnavailable)).Detail().ShouldContain("2 live streams");
        second.Dispose();
        await Eventually.BecomesTrueAsync("there is room again", async () =>
        {
            using var response = await client.GetAsync(new Uri("/api/v1/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            return response.StatusCode == HttpStatusCode.OK;
        });
    }
}
