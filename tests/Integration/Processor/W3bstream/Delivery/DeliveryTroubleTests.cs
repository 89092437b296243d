using Microsoft.AspNetCore.Http;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>The delivery while the network is away, or odd.</summary>
public sealed class DeliveryTroubleTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncLifetime
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

    [Theory]
    [InlineData(500, "", "the network answers 500")]
    [InlineData(503, "busy", "the network answers 503")]
    [InlineData(408, "", "the network answers 408")]
    [InlineData(429, "", "fewer messages (429)")]
    [InlineData(401, "who?", "refuses the token (401)")]
    [InlineData(407, "", "the proxy refuses its user (407)")]
    [InlineData(200, "<html>Sign in to the hotel's network</html>", "no JSON came")]
    public async Task What_may_heal_is_tried_again_in_order_and_nothing_is_lost(int status, string body, string fault)
    {
        await _house.AddBacklogAsync(1, 20);
        var heals = false;
        _network.Answer = (context, post, _) =>
            StandInNetwork.WriteAsync(context, heals || post.Number < 5 ? 200 : status, heals || post.Number < 5 ? StandInNetwork.Good : body);
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync($"fault like 'Nothing is delivered: %{fault}%' and fault_at is not null and retry_at is not null and last_answer_status = {status}");
        await Eventually.BecomesTrueAsync("it is tried again", () => Task.FromResult(_network.Posts.Count > 6));
        heals = true;
        await _house.EmptyAsync();
        await _house.BecomesAsync("fault is null and fault_at is null and retry_at is null and sent = 20 and failed = 0");
        _network.Numbers.Distinct().ShouldBe(Enumerable.Range(1, 20));
        _network.Numbers.ShouldBeInOrder();
        _network.Posts.Where(post => post.Number == 5).Select(post => post.EventId).Distinct().ShouldHaveSingleItem();
        _house.Log.Lines.Count(line => line.Contains("Nothing is delivered", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_message_that_the_network_always_fails_at_does_not_hold_the_others_up_for_ever()
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        _house.Time = time;
        _house.Options = _house.Options with { Timeout = TimeSpan.FromMinutes(5) }; // the clock below leaps
        await _house.AddBacklogAsync(1, 12);
        var heals = false;
        _network.Answer = (context, post, _) => StandInNetwork.WriteAsync(context, heals || post.Number != 4 ? 200 : 500, StandInNetwork.Good);
        _house.Start(_house.Settings(_network.Address));
        await Eventually.BecomesTrueAsync("all others are taken", async () =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return await _house.WaitingAsync() == 1;
        });
        _network.Numbers.Count(number => number == 4).ShouldBeGreaterThan(10);
        _network.Numbers.Where(number => number is not (4 or 12)).ShouldBe([1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
        _house.Log.Lines.ShouldContain(line => line.Contains("The network takes other readings, but answers 500 to that of", StringComparison.Ordinal));
        heals = true;
        await Eventually.BecomesTrueAsync("it is tried again", async () =>
        {
            time.Advance(TimeSpan.FromSeconds(61));
            return await _house.WaitingAsync() == 0;
        });
        (await _house.StatusAsync<long>("sent")).ShouldBe(12);
    }

    [Fact]
    public async Task Nobody_there_is_a_fault_until_somebody_is()
    {
        var port = FreePort.Find();
        await _house.AddBacklogAsync(1, 3);
        _house.Start(_house.Settings($"http://127.0.0.1:{port}/"));
        await _house.BecomesAsync("fault like 'Nothing is delivered: the network does not answer: Connection refused%' and last_answer_status is null");
        (await _database.Web.ScalarAsync<int>("select attempts from w3bstream_outbox order by window_end limit 1")).ShouldBeGreaterThan(0);
        await using var late = await StandInNetwork.StartAsync(port: port);
        await _house.BecomesAsync("fault is null and sent = 3");
        late.Numbers.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task A_connection_that_drops_in_mid_answer_is_tried_again_with_the_same_event()
    {
        await _house.AddBacklogAsync(1, 4);
        _network.Answer = async (context, _, number) =>
        {
            context.Response.ContentLength = number == 1 ? 1000 : null;
            await context.Response.WriteAsync(number == 1 ? "{\"results\":[" : StandInNetwork.Good);
            await context.Response.Body.FlushAsync();
            if (number == 1) context.Abort();
        };
        _house.Start(_house.Settings(_network.Address));
        await _house.EmptyAsync();
        _network.Numbers.ShouldBe([1, 2, 2, 3, 4]);
        _network.Posts[1].EventId.ShouldBe(_network.Posts[2].EventId);
        (await _house.StatusAsync<long>("sent")).ShouldBe(4);
    }

    [Fact]
    public async Task An_answer_that_never_ends_is_given_up()
    {
        _house.Options = _house.Options with { Timeout = TimeSpan.FromSeconds(1) };
        await _house.AddBacklogAsync(1, 1);
        _network.Answer = async (context, _, number) =>
        {
            while (number == 0 && !context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(" ");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        };
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("fault like '%no answer within 1s%' or sent = 1");
        await _house.EmptyAsync();
        _network.Numbers.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_giant_answer_of_success_is_not_believed()
    {
        await _house.AddBacklogAsync(1, 1);
        _network.Answer = (context, _, number) => context.Response.WriteAsync(number == 0 ? $"{{\"x\":\"{new string('x', 100_000)}\"}}" : "{}");
        _house.Start(_house.Settings(_network.Address));
        await _house.EmptyAsync();
        _network.Numbers.ShouldBe([1, 1]);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await StandInNetwork.StartAsync();
        await _house.AddBacklogAsync(1, 1);
        _network.Answer = (context, _, _) =>
        {
            context.Response.Headers.Location = elsewhere.Address;
            return StandInNetwork.WriteAsync(context, 307, "");
        };
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("fault like '%leads elsewhere (307)%'");
        elsewhere.Posts.ShouldBeEmpty();
        (await _house.WaitingAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task The_pause_that_the_network_asks_for_is_kept_by_all()
    {
        await _house.AddBacklogAsync(1, 5);
        _network.Answer = (context, _, _) =>
        {
            context.Response.Headers.RetryAfter = "1800";
            return StandInNetwork.WriteAsync(context, 429, "");
        };
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("retry_at > now() + interval '29 minutes' and retry_at < now() + interval '31 minutes'");
        await _house.AddAsync(10, 1, TimeProvider.System.GetUtcNow());
        _house.Signal.Ring();
        await _house.StopAsync();
        _network.Numbers.ShouldBe([1]);
        _network.AnswerWith(200);
        _house.Start(_house.Settings(_network.Address)); // the settings changed: at once
        await _house.EmptyAsync();
        _network.Numbers.ShouldBe([1, 1, 2, 3, 4, 5, 10]);
    }

    [Fact]
    public async Task What_cannot_be_set_is_a_fault_and_no_secret_is_said()
    {
        await _house.AddBacklogAsync(1, 1);
        _house.Start(_house.Settings("ftp://me:hidden@host/?key=hidden"));
        await _house.BecomesAsync("fault like 'Nothing is delivered: publish_url is %allowed: an absolute URL%'");
        await _house.StopAsync();
        _house.Start(_house.Settings(_network.Address) with { ProtectedToken = "protected:nonsense" });
        await _house.BecomesAsync("fault like 'Nothing is delivered: This secret was damaged%'");
        await _house.StopAsync();
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("fault is null and sent = 1");
        string.Concat(_house.Log.Lines).ShouldNotContain("hidden");
    }

    [Fact]
    public async Task The_token_is_in_no_log_and_in_no_column()
    {
        await _house.AddBacklogAsync(1, 2);
        _network.Answer = (context, post, number) => StandInNetwork.WriteAsync(context, number == 0 ? 503 : 400, $"you sent {post.Authorization}");
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("failed = 2");
        (await _database.Web.QueryAsync("select answer from w3bstream_outbox union select last_answer from w3bstream_status", row => row.GetString(0)))
            .ShouldAllBe(answer => answer == "you sent Bearer [token]");
        (await _database.Owner.ScalarAsync<string>("select string_agg(o::text, '') || (select s::text from w3bstream_status s) from w3bstream_outbox o"))
            .ShouldNotContain(DeliveryHouse.Token);
        string.Concat(_house.Log.Lines).ShouldNotContain(DeliveryHouse.Token);
    }

    [Fact]
    public async Task A_proxy_is_used_with_its_user()
    {
        await _house.AddBacklogAsync(1, 2);
        _network.Answer = (context, post, _) =>
        {
            if (post.ProxyAuthorization == "Basic bWU6cEBzcw==") return context.Response.WriteAsync(StandInNetwork.Good); // me:p@ss
            context.Response.Headers.ProxyAuthenticate = "Basic realm=\"house\"";
            return StandInNetwork.WriteAsync(context, 407, "");
        };
        _house.Options = _house.Options with { Proxy = _network.Address.Replace("http://", "http://me:p%40ss@", StringComparison.Ordinal) };
        _house.Start(_house.Settings("http://network.invalid/event"));
        await _house.EmptyAsync();
        _network.Posts.Where(post => post.ProxyAuthorization is not null).Select(post => post.Number).ShouldBe([1, 2]);
        _network.Posts.ShouldAllBe(post => post.Target.StartsWith("http://network.invalid/event?eventType=DATA&", StringComparison.Ordinal));
    }
}
