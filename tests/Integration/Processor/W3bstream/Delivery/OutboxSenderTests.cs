using Microsoft.AspNetCore.Http;
using PowerMeter.Shared.W3bstream;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Processor.W3bstream.Delivery;

/// <summary>The delivery while the network is there.</summary>
public sealed class OutboxSenderTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncLifetime
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
    public async Task All_that_waits_is_sent_in_order_each_once_and_counted()
    {
        await _house.AddBacklogAsync(1, 1000);
        _house.Start(_house.Settings($"{_network.Address}/event"));
        await _house.EmptyAsync();
        _network.Numbers.ShouldBe(Enumerable.Range(1, 1000));
        (await _house.StatusAsync<long>("sent")).ShouldBe(1000);
        (await _house.StatusAsync<bool>("last_sent_window < last_sent_at and last_sent_at > now() - interval '1 minute' and fault is null and retry_at is null")).ShouldBeTrue();
        (await _house.StatusAsync<string>("last_answer_status || last_answer")).ShouldBe($"200{StandInNetwork.Good}");
    }

    [Fact]
    public async Task A_message_is_posted_as_it_was_made_with_its_parameters_and_the_token()
    {
        await _house.AddAsync(7, 1, DateTimeOffset.FromUnixTimeMilliseconds(1_677_091_165_000));
        var id = await _database.Web.ScalarAsync<Guid>("select event_id from w3bstream_outbox");
        _house.Start(_house.Settings($"{_network.Address}/srv//a/%7E?timestamp2=x"));
        await _house.EmptyAsync();
        var post = _network.Posts.ShouldHaveSingleItem();
        post.Target.ShouldBe($"/srv//a/%7E?timestamp2=x&eventType=DATA&eventID={id}&timestamp=1677091165000");
        (post.Method, post.ContentType, post.Authorization, post.Body, post.Protocol).ShouldBe(
            ("POST", "application/json", $"Bearer {DeliveryHouse.Token}", "{\"n\":7}", "HTTP/1.1"));
    }

    [Fact]
    public async Task New_readings_are_sent_when_the_signal_rings()
    {
        _house.Start(_house.Settings(_network.Address));
        for (var number = 1; number <= 3; number++)
        {
            await _house.AddAsync(number, 1, TimeProvider.System.GetUtcNow());
            _house.Signal.Ring();
            var expected = number;
            await Eventually.BecomesTrueAsync("it arrives", () => Task.FromResult(_network.Posts.Count == expected));
        }

        _network.Numbers.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task Live_readings_pass_a_backlog_by_and_both_stay_in_order()
    {
        using var gate = new SemaphoreSlim(0);
        _network.Answer = async (context, post, _) =>
        {
            if (post.Number < 1000) await gate.WaitAsync(); // the backlog moves only when the test says so
            await StandInNetwork.WriteAsync(context, 200, StandInNetwork.Good);
        };
        await _house.AddBacklogAsync(1, 300);
        _house.Start(_house.Settings(_network.Address));
        gate.Release(10);
        await Eventually.BecomesTrueAsync("the backlog is under way", () => Task.FromResult(_network.Posts.Count == 11));
        for (var number = 1000; number < 1010; number++)
        {
            await _house.AddAsync(number, 1, TimeProvider.System.GetUtcNow());
            _house.Signal.Ring();
        }

        await Eventually.BecomesTrueAsync("the live ones arrived", () => Task.FromResult(_network.Numbers.Count(number => number >= 1000) == 10));
        _network.Posts.Count.ShouldBe(21);
        gate.Release(1000);
        await _house.EmptyAsync();
        _network.Numbers.Where(number => number < 1000).ShouldBe(Enumerable.Range(1, 300));
        _network.Numbers.Where(number => number >= 1000).ShouldBe(Enumerable.Range(1000, 10));
    }

    [Theory]
    [InlineData(400, """{"key":"badRequest","code":400,"msg":"bad"}""")]
    [InlineData(403, "no")]
    [InlineData(404, "")]
    [InlineData(422, "\0 <b>")]
    [InlineData(200, """{"error":"publisher unknown"}""")]
    [InlineData(200, """{"results":[{"code":-1,"errMsg":"signature"}]}""")]
    public async Task What_is_refused_is_kept_with_the_words_and_the_next_one_goes(int status, string body)
    {
        await _house.AddBacklogAsync(1, 3);
        _network.Answer = (context, post, _) => StandInNetwork.WriteAsync(context, post.Number == 2 ? status : 200, post.Number == 2 ? body : "");
        _house.Start(_house.Settings(_network.Address));
        await _house.EmptyAsync();
        _network.Numbers.ShouldBe([1, 2, 3]);
        var kept = await _database.Web.QueryAsync(
            "select convert_from(body, 'UTF8'), state, answer_status, answer, attempts from w3bstream_outbox",
            row => (row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetInt32(4)));
        kept.ShouldBe([(Post.BodyOf(2), "failed", status, body.Replace("\0", "", StringComparison.Ordinal).Trim(), 1)]);
        (await _house.StatusAsync<string>("sent || '/' || failed")).ShouldBe("2/1");
    }

    [Theory]
    [InlineData(403, "no", "Nothing is delivered: the network refuses the readings, the last one with 403.")]
    [InlineData(200, """{"results":[{"code":-1}]}""", "Nothing is delivered: the network refuses the readings, the last one with 200 and an error inside.")]
    public async Task A_network_that_refuses_one_after_the_other_is_a_fault_until_it_takes_one(int status, string body, string fault)
    {
        await _house.AddBacklogAsync(1, 1);
        _network.AnswerWith(status, body);
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("failed = 1");
        (await _house.StatusAsync<bool>("fault is null")).ShouldBeTrue();
        await _house.AddBacklogAsync(2, 1);
        await _house.BecomesAsync($"failed = 2 and fault = '{fault}'");
        (await _house.StatusAsync<bool>("fault_said ->> 0 = 'W3b_NotDelivered'")).ShouldBeTrue();
        _network.AnswerWith(200, StandInNetwork.Good);
        await _database.Web.ExecuteAsync("update w3bstream_outbox set state = 'waiting', attempts = 0 where state = 'failed'");
        await _house.BecomesAsync("fault is null and fault_said is null and sent = 2");
    }

    [Fact]
    public async Task A_refused_one_is_sent_again_when_Web_says_so()
    {
        await _house.AddBacklogAsync(1, 1);
        _network.AnswerWith(400, "not yet");
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("failed = 1");
        _network.AnswerWith(200, StandInNetwork.Good);
        await _database.Web.ExecuteAsync("update w3bstream_outbox set state = 'waiting', attempts = 0 where state = 'failed'");
        await _house.BecomesAsync("sent = 1");
        _network.Numbers.ShouldBe([1, 1]);
        (await _house.StatusAsync<long>("failed")).ShouldBe(1);
    }

    [Fact]
    public async Task A_giant_refusal_is_read_in_part()
    {
        await _house.AddBacklogAsync(1, 1);
        _network.Answer = async (context, _, _) =>
        {
            context.Response.StatusCode = 400;
            for (var i = 0; i < 2000 && !context.RequestAborted.IsCancellationRequested; i++) await context.Response.WriteAsync(new string('x', 10_000));
        };
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("failed = 1");
        (await _database.Web.ScalarAsync<string>("select answer from w3bstream_outbox")).ShouldBe(new string('x', 500));
    }

    [Fact]
    public async Task That_no_applet_is_there_is_warned_of_once_until_one_is()
    {
        await _house.AddBacklogAsync(1, 5);
        _network.Answer = (context, post, _) => StandInNetwork.WriteAsync(context, 200, post.Number == 3 ? StandInNetwork.Good : """{"results":[]}""");
        _house.Start(_house.Settings(_network.Address));
        await _house.EmptyAsync();
        _house.Log.Lines.Count(line => line.Contains("no applet", StringComparison.Ordinal)).ShouldBe(2);
        (await _house.StatusAsync<bool>("unmatched")).ShouldBeTrue();
        _network.AnswerWith(200, StandInNetwork.Good);
        await _house.AddBacklogAsync(6, 1);
        _house.Signal.Ring();
        await _house.BecomesAsync("not unmatched and sent = 6");
    }

    [Fact]
    public async Task Messages_of_the_other_profile_stay()
    {
        await _house.AddBacklogAsync(1, 2);
        await _house.AddAsync(10, 2, TimeProvider.System.GetUtcNow().AddHours(-1), "task");
        _house.Start(_house.Settings(_network.Address));
        await _house.BecomesAsync("sent = 2");
        _network.Numbers.ShouldBe([1, 2]);
        (await _house.WaitingAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_task_goes_below_the_host_without_a_token_when_there_is_none_and_is_followed()
    {
        _house.Time = new AcceleratedTimeProvider(TimeProvider.System.GetUtcNow(), 60);
        _house.Options = _house.Options with { Timeout = TimeSpan.FromMinutes(5) };
        await _house.AddAsync(1, 2, TimeProvider.System.GetUtcNow().AddHours(-1), "task");
        _network.Answer = (context, post, _) => context.Response.WriteAsync(
            post.Method == "GET" ? """{"states":[{"state":"packed"},{"state":"settled"}]}""" : $$"""{"taskID":"0x{{post.Number}}"}""");
        _house.Start(new W3bstreamSettings { PublishUrl = $"{_network.Address}/", Profile = W3bstreamProfile.Task, ProjectId = "1009" });
        await _house.BecomesAsync("task_id = '0x2' and task_state = 'settled' and task_state_at is not null and sent = 2");
        _network.Posts.Take(3).Select(post => $"{post.Method} {post.Target} {post.Authorization}").ShouldBe(
            ["POST /v1/task ", "POST /v1/task ", "GET /v1/task/0x2 "]);
    }

    [Fact]
    public async Task A_fault_of_others_is_left_alone()
    {
        await _database.Processor.ExecuteAsync("update w3bstream_status set fault = 'The key is closed.', fault_at = now()");
        await _house.AddBacklogAsync(1, 1);
        _network.Answer = (context, _, number) => StandInNetwork.WriteAsync(context, number == 0 ? 503 : 200, "");
        _house.Start(_house.Settings(_network.Address));
        await _house.EmptyAsync();
        (await _house.StatusAsync<string>("fault")).ShouldBe("The key is closed.");
    }
}
