using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Live;
using PowerMeter.Web.Queries;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>One stream by the test's own clock, with a client that reads when the test says so.</summary>
public sealed class LiveStreamTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 9, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 1024, resumeWriterThreshold: 512));
    private readonly StringBuilder _read = new();

    private (MeasureFeed Feed, LiveStream Stream) Create()
    {
        var database = fixture.Database.Web;
        var site = new SiteCache(new SiteReader(database), _time, NullLogger<SiteCache>.Instance);
        var (trail, samples, sensors) = (new ChangeTrail(database), new LiveSampleQuery(database), new SensorQuery(database));
        var feed = new MeasureFeed(new NotificationListener(database, _time, NullLogger<NotificationListener>.Instance), trail, samples, site, _time, NullLogger<MeasureFeed>.Instance);
        return (feed, new LiveStream(feed, new LiveReplay(trail, samples, sensors), new LiveText(sensors), _time));
    }

    private async Task ReadUntilAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var piece = await _pipe.Reader.ReadAsync(limit.Token);
            _read.Append(Encoding.UTF8.GetString(piece.Buffer));
            _pipe.Reader.AdvanceTo(piece.Buffer.End);
        }
    }

    [Fact]
    public async Task It_beats_while_nothing_happens_and_ends_within_a_minute_of_losing_its_right()
    {
        var (_, stream) = Create();
        var (allowed, asked) = (true, 0);
        var running = stream.RunAsync(_pipe.Writer, null, null, false, _ => Task.FromResult(++asked > 0 && allowed), CancellationToken.None);
        await ReadUntilAsync("id: ");
        for (var beats = 1; beats <= 4; beats++)
        {
            _read.Clear();
            _time.Advance(LiveStream.Heartbeat);
            await ReadUntilAsync(":\n\n");
        }

        asked.ShouldBe(2);
        allowed = false;
        _read.Clear();
        _time.Advance(LiveStream.Heartbeat);
        await ReadUntilAsync(":\n\n");
        running.IsCompleted.ShouldBeFalse();
        _time.Advance(LiveStream.Heartbeat);
        await running.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_told_to_read_again_and_holds_nobody_up()
    {
        var (feed, stream) = Create();
        using var end = new CancellationTokenSource();
        var running = stream.RunAsync(_pipe.Writer, null, null, false, _ => Task.FromResult(true), end.Token);
        await ReadUntilAsync("id: ");
        using var quick = feed.Subscribe();
        // Each goes to both; the quick one reads at once, the other one not at all.
        for (var i = 0; i < 2000; i++)
        {
            feed.Publish(new FeedEvent.EnergyChanged(new ChangedSpan(1, i, i)));
            quick.TryRead(out var happened).ShouldBeTrue();
            happened.ShouldBeOfType<FeedEvent.EnergyChanged>();
        }

        await ReadUntilAsync("""{"reason":"missed"}""");
        _read.ToString().Split("event: energy").Length.ShouldBeLessThan(1000);
        feed.Publish(new FeedEvent.ConfigurationChanged());
        await ReadUntilAsync("event: configuration");
        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
    }

    [Fact]
    public async Task A_token_that_is_revoked_and_a_session_whose_password_changed_hold_no_more()
    {
        var database = fixture.Database;
        await database.AddUserAsync("listener", WebSite.Password);
        var token = await database.AddTokenAsync("listening", "read", "listener");
        var users = new UserQuery(database.Web);
        var access = new ContinuedAccess(new TokenQuery(database.Web, database.Web), new SessionCheck(database.Web, database.Web, _time), _time);
        var byToken = new DefaultHttpContext();
        byToken.Request.Headers.Authorization = $"Bearer {token}";
        var sessions = new SessionTable(database.Web, database.Web, new ReadOnlyMode(WebOptions.Read(new ConfigurationManager())));
        var listener = (await users.ByNameAsync("listener", CancellationToken.None))!;
        var bySession = new DefaultHttpContext { User = await sessions.BeginAsync(listener, IPAddress.Loopback, "curl/8", CancellationToken.None) };
        (await access.HoldsAsync(byToken, CancellationToken.None)).ShouldBeTrue();
        (await access.HoldsAsync(bySession, CancellationToken.None)).ShouldBeTrue();
        await database.Owner.ExecuteAsync("update api_tokens set revoked_at = now() where name = 'listening'");
        await database.Owner.ExecuteAsync("update users set password_hash = 'another' where name = 'listener'");
        (await access.HoldsAsync(byToken, CancellationToken.None)).ShouldBeFalse();
        (await access.HoldsAsync(bySession, CancellationToken.None)).ShouldBeFalse();
        (await access.HoldsAsync(new DefaultHttpContext(), CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_trail_is_kept_for_some_hours()
    {
        var database = fixture.Database;
        var sensor = await database.AddSensorAsync("trailed");
        await database.Owner.ExecuteAsync("insert into measure_changes (sensor_id, from_time, to_time, deleted, changed_at) values ($1, now(), now(), false, now() - interval '241 minutes'), ($1, now(), now(), false, now() - interval '239 minutes')", sensor);
        await database.Owner.ExecuteAsync("select ensure_measure_partitions(now(), now())");
        await database.Web.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 1, true)", sensor);
        (await database.Owner.QueryAsync("select round(extract(epoch from now() - changed_at) / 60)::integer from measure_changes where sensor_id = $1 order by changed_at", row => row.GetInt32(0), sensor)).ShouldBe([239, 0]);
    }

    [Fact]
    public async Task Changes_of_transactions_that_are_not_yet_are_no_news()
    {
        var (database, none) = (fixture.Database, CancellationToken.None);
        var sensor = await database.AddSensorAsync("restored");
        var trail = new ChangeTrail(database.Web);
        var since = (await trail.ReadAsync(null, sensor, none)).Position;
        await database.Owner.ExecuteAsync("insert into measure_changes (xid, sensor_id, from_time, to_time, deleted) values ('99999999999', $1, now(), now(), false)", sensor);
        (await trail.ReadAsync(since, sensor, none)).Changes.ShouldBeEmpty();
        await database.Owner.ExecuteAsync("insert into measure_changes (sensor_id, from_time, to_time, deleted) values ($1, now(), now(), false)", sensor);
        (await trail.ReadAsync(since, sensor, none)).Changes.ShouldHaveSingleItem();
        await database.Owner.ExecuteAsync("delete from measure_changes where sensor_id = $1", sensor);
    }

    [Fact]
    public async Task More_changes_at_once_than_wait_for_anybody_are_told_as_one()
    {
        var database = fixture.Database;
        var (feed, _) = Create();
        await feed.StartAsync(CancellationToken.None);
        await Eventually.BecomesTrueAsync("the feed follows", () => Task.FromResult(feed.IsFollowing));
        var sensor = await database.AddSensorAsync("retagged");
        await database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-05-01', '2026-05-01')");
        using var listener = feed.Subscribe();
        await database.Owner.ExecuteAsync($$"""
            do $do$ begin
              for i in 1..300 loop
                insert into measures (sensor_id, time, watts, night_rate) values ({{sensor}}, '2026-05-01 UTC'::timestamptz + i * interval '1 minute', 1, true);
              end loop;
            end $do$
            """);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heard = new List<FeedEvent>();
        await foreach (var happened in listener.ReadAsync(limit.Token))
        {
            if (happened is FeedEvent.NewSamples or FeedEvent.Resync or FeedEvent.Reached) heard.Add(happened);
            if (happened is FeedEvent.Reached) break;
        }

        heard.Select(happened => happened.GetType()).ShouldBe([typeof(FeedEvent.Resync), typeof(FeedEvent.Reached)]);
        await feed.StopAsync(CancellationToken.None);
    }
}
