using Npgsql;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>What is lost or sent twice when the database or the process goes away, and what grows too old.</summary>
public sealed class DeliveryEndTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncLifetime
{
    private readonly TestDatabase _database = fixture.Database;
    private DeliveryHouse _house = null!;
    private StandInNetwork _network = null!;

    public async ValueTask InitializeAsync()
    {
        _house = await DeliveryHouse.OpenAsync(_database);
        _network = await StandInNetwork.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _network.DisposeAsync();
    }

    [Fact]
    public async Task None_is_sent_twice_though_the_settings_change_in_the_middle_again_and_again()
    {
        await _house.AddBacklogAsync(1, 3000);
        // The answer is held until the change has come: a test that looked now and then would find all sent before the last one.
        using var came = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var last = 0;
        _network.Answer = async (context, _, number) =>
        {
            if (number == Volatile.Read(ref last))
            {
                came.Release();
                await go.WaitAsync();
            }

            await StandInNetwork.WriteAsync(context, 200, StandInNetwork.Good);
        };
        for (var changes = 0; changes < 8; changes++)
        {
            // Within a block and beyond one, before and after the first acknowledgements are written.
            Volatile.Write(ref last, _network.Posts.Count + 20 + changes * 67);
            _house.Start(_house.Settings(_network.Address));
            (await came.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
            await _house.TellToStopAsync();
            go.Release();
            await _house.StopAsync();
        }

        _house.Start(_house.Settings(_network.Address));
        await _house.EmptyAsync();
        _network.Numbers.ShouldBe(Enumerable.Range(1, 3000));
        (await _house.StatusAsync<long>("sent")).ShouldBe(3000);
    }

    [Fact]
    public async Task None_is_sent_twice_though_the_database_goes_away_in_the_middle()
    {
        await using var cable = new DatabaseCable(_database.Server);
        await using var source = Connect(cable);
        _house.Source = source;
        await _house.AddBacklogAsync(1, 2000);
        _house.Start(_house.Settings(_network.Address));
        for (var cuts = 1; cuts <= 3; cuts++)
        {
            var sent = cuts * 300;
            await Eventually.BecomesTrueAsync("some are sent", () => Task.FromResult(_network.Posts.Count >= sent));
            await cable.CutAsync();
            await _house.StopAsync(); // the settings change too
            _house.Start(_house.Settings(_network.Address));
            cable.Mend();
        }

        await _house.EmptyAsync();
        _network.Numbers.ShouldBe(Enumerable.Range(1, 2000));
        await _house.BecomesAsync("sent = 2000");
    }

    [Fact]
    public async Task After_a_kill_none_is_lost_and_what_comes_twice_has_the_same_event()
    {
        await using var cable = new DatabaseCable(_database.Server);
        await using var source = Connect(cable);
        await _house.AddBacklogAsync(1, 1000);
        _house.Source = source;
        _house.Start(_house.Settings(_network.Address));
        await Eventually.BecomesTrueAsync("some are sent", () => Task.FromResult(_network.Posts.Count > 250));
        await cable.CutAsync(); // what it learns from now on the database never hears
        await Eventually.BecomesTrueAsync("its blocks are sent", () => Task.FromResult(_network.Posts.Count >= 400));
        await _house.EndProcessAsync();
        _house.Source = _database.Processor;
        var before = _network.Posts.Count;
        _house.Start(_house.Settings(_network.Address));
        await _house.EmptyAsync();
        _network.Posts.Count.ShouldBeGreaterThan(1000);
        _network.Numbers.Distinct().Order().ShouldBe(Enumerable.Range(1, 1000));
        _network.Posts.GroupBy(post => post.Number).ShouldAllBe(posts => posts.Select(post => post.EventId).Distinct().Count() == 1);
        _network.Numbers.Skip(before).ShouldBeInOrder();
        (await _house.StatusAsync<long>("sent")).ShouldBe(1000);
    }

    [Fact]
    public async Task What_is_on_its_way_when_the_delivery_stops_arrives_and_is_counted()
    {
        using var came = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        _network.Answer = async (_, _, _) =>
        {
            came.Release();
            await go.WaitAsync();
        };
        await _house.AddBacklogAsync(1, 2);
        _house.Start(_house.Settings(_network.Address));
        (await came.WaitAsync(TimeSpan.FromSeconds(60))).ShouldBeTrue();
        await _house.TellToStopAsync();
        go.Release();
        await _house.StopAsync();
        (await _house.WaitingAsync()).ShouldBe(1);
        (await _house.StatusAsync<long>("sent")).ShouldBe(1);
        _network.Numbers.ShouldBe([1]);
    }

    [Fact]
    public async Task What_is_too_old_is_dropped_and_counted_and_refused_ones_go_with_it()
    {
        var now = TimeProvider.System.GetUtcNow();
        var time = new ManualTimeProvider(now);
        _house.Time = time;
        await _house.AddAsync(1, 10, now.AddDays(-8));
        await _house.AddAsync(100, 5, now.AddDays(-8).AddHours(1), "task");
        await _house.AddAsync(200, 3, now.AddDays(-8).AddHours(2));
        await _database.Processor.ExecuteAsync("update w3bstream_outbox set state = 'failed' where window_end > $1", now.AddDays(-8).AddMinutes(90).UtcDateTime);
        await _house.AddAsync(300, 2, now.AddDays(-6));
        _house.Start(_house.Settings("") with { ProtectedToken = "" });
        await Eventually.BecomesTrueAsync("they are dropped", async () =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return await _house.StatusAsync<long>("dropped") == 15;
        });
        (await _database.Web.ScalarAsync<long>("select count(*) from w3bstream_outbox")).ShouldBe(2);
        await Eventually.BecomesTrueAsync("it is said", () => Task.FromResult(
            _house.Log.Lines.Any(line => line.Contains("15 readings waited for more than 7d and were dropped", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_clock_that_jumped_ahead_does_not_empty_the_outbox_before_it_is_mended()
    {
        var now = TimeProvider.System.GetUtcNow();
        var time = new ManualTimeProvider(now);
        _house.Time = time;
        await _house.AddAsync(1, 10, now.AddHours(-1));
        _house.Start(_house.Settings("") with { ProtectedToken = "" });
        for (var minute = 0; minute < 30; minute++)
        {
            if (minute == 15) time.SetWallClock(time.GetUtcNow().AddYears(5));
            if (minute == 23) time.SetWallClock(time.GetUtcNow().AddYears(-5));
            time.Advance(TimeSpan.FromMinutes(1));
            await _house.BecomesAsync("dropped >= 0"); // the look runs meanwhile
        }

        (await _house.WaitingAsync()).ShouldBe(10);
    }

    private NpgsqlDataSource Connect(DatabaseCable cable) => new NpgsqlDataSourceBuilder
    {
        ConnectionStringBuilder =
        {
            Host = "127.0.0.1", Port = cable.Port, Database = _database.Name, Username = "powermeter_processor",
            Passfile = _database.Server.PasswordFile("powermeter_processor"), Timeout = 5, MaxPoolSize = 10,
        },
    }.Build();
}
