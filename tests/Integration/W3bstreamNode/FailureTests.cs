using System.Net;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Failures;
using PowerMeter.Tests.W3bstreamNode.Hosting;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.W3bstreamNode;

/// <summary>The node fails as it is told to.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private const long Start = 1_800_000_000;

    private readonly SigningDevice _device = SigningDevice.WithKeyOne();
    private readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(Start));
    private RunningNode _node = null!;
    private int _sent;

    public async ValueTask InitializeAsync() => _node = await RunningNode.StartAsync(clock: _clock);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        _device.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync() => _node.PostAsync(_device.Message(100, Start + (5 * _sent++)));

    private async Task ControlAsync(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        await NodeCalls.Http.PostAsync(new Uri(_node.Url, "/control"), NodeCalls.Json(json)).JsonAsync(status);

    [Theory]
    [InlineData("refuse", 400)]
    [InlineData("unavailable", 503)]
    [InlineData("rate-limit", 429)]
    [InlineData("unauthorised", 401)]
    public async Task Refusals_have_a_status_and_the_networks_body(string mode, int status)
    {
        await ControlAsync($$"""{"mode":"{{mode}}"}""");
        (await SendAsync().JsonAsync((HttpStatusCode)status)).GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();
        (await _node.PostTaskAsync("{}").JsonAsync((HttpStatusCode)status)).GetProperty("error").GetString().ShouldNotBeNullOrEmpty();

        await ControlAsync($$"""{"mode":"{{mode}}","status":502,"retry_after_s":7}""");
        using var answer = await SendAsync();
        (answer.StatusCode, answer.Headers.RetryAfter!.Delta).ShouldBe((HttpStatusCode.BadGateway, TimeSpan.FromSeconds(7)));
        _node.Readings.ShouldBeEmpty();
        _node.Summary.Failed.ShouldBe(3);
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_come_back()
    {
        await ControlAsync("""{"mode":"rate-limit"}""");
        using var answer = await SendAsync();
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task An_error_stands_inside_of_a_good_answer()
    {
        await ControlAsync("""{"mode":"error-inside"}""");
        (await SendAsync().CodeAsync()).ShouldBe(-1);
        (await _node.PostTaskAsync("{}").JsonAsync(HttpStatusCode.OK)).TryGetProperty("error", out _).ShouldBeTrue();
        await ControlAsync("""{"mode":"error-inside","inside":"top"}""");
        (await SendAsync().JsonAsync(HttpStatusCode.Created)).TryGetProperty("error", out _).ShouldBeTrue();
        _node.Readings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_can_be_no_JSON_a_page_or_a_redirect()
    {
        await ControlAsync("""{"mode":"garbage"}""");
        using (var answer = await SendAsync())
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadAsByteArrayAsync())[0].ShouldBe((byte)0xff);
        }

        await ControlAsync("""{"mode":"html"}""");
        using (var answer = await SendAsync()) answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");

        await ControlAsync("""{"mode":"redirect"}""");
        using (var answer = await SendAsync())
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Found);
            _node.Summary.RedirectsFollowed.ShouldBe(0);
            using var moved = await NodeCalls.Http.GetAsync(answer.Headers.Location);
            moved.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        _node.Summary.RedirectsFollowed.ShouldBe(1);
        _node.Readings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dropped_connection_loses_the_answer_and_if_told_so_only_that(bool keep)
    {
        _node.Failure = new Failure { Mode = FailureMode.Drop, Keep = keep };
        await Should.ThrowAsync<HttpRequestException>(SendAsync);
        _node.Readings.Count.ShouldBe(keep ? 1 : 0);
    }

    [Fact]
    public async Task A_delayed_answer_comes_after_its_time_and_is_good()
    {
        await ControlAsync("""{"mode":"delay","delay_ms":60000}""");
        var answer = SendAsync();
        await Eventually.BecomesTrueAsync("the node waits with its answer", () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(20));
            return Task.FromResult(answer.IsCompleted);
        });
        (await answer.CodeAsync()).ShouldBe(0);
        // The clock stood when the request arrived, whole, at its beginning.
        (_clock.GetUtcNow() - _node.Readings.Single().ReceivedAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_wrong_time_is_years_away_in_header_and_body()
    {
        await ControlAsync("""{"mode":"wrong-time"}""");
        using var answer = await SendAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        (_clock.GetUtcNow() - answer.Headers.Date!.Value).ShouldBeGreaterThan(TimeSpan.FromDays(3000));
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"timestamp\":1484");
        _node.Readings.Single().ReceivedAt.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task A_share_fails_evenly_and_a_count_ends()
    {
        await ControlAsync("""{"mode":"unavailable","share":0.25,"count":2}""");
        var statuses = new List<int>();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await SendAsync();
            statuses.Add((int)answer.StatusCode);
        }

        statuses.ShouldBe([201, 201, 201, 503, 201, 201, 201, 503, 201, 201, 201, 201]);
        (await _node.GetJsonAsync("/control")).GetProperty("mode").GetString().ShouldBe("ok");
        (_node.Summary.Accepted, _node.Summary.Failed).ShouldBe((10, 2));
    }

    [Theory]
    [InlineData("""{"mode":"explode"}""", "error-inside")]
    [InlineData("""{"mod":"ok"}""", "mod")]
    [InlineData("""{"mode":"ok","share":0}""", "share is 0; allowed: above 0")]
    [InlineData("""{"mode":"ok","status":99}""", "status is 99; allowed: 200 to 599")]
    [InlineData("""{"mode":"ok","count":0}""", "count is 0")]
    [InlineData("""{"mode":"delay","delay_ms":-1}""", "delay_ms is -1; allowed: 0 to 600000")]
    [InlineData("null", "null")]
    public async Task What_is_no_failure_is_refused_and_changes_nothing(string json, string why)
    {
        _node.Failure = new Failure { Mode = FailureMode.Html };
        var answer = await NodeCalls.Http.PostAsync(new Uri(_node.Url, "/control"), NodeCalls.Json(json)).JsonAsync(HttpStatusCode.BadRequest);
        answer.GetProperty("error").GetString()!.ShouldContain(why);
        _node.Failure.Mode.ShouldBe(FailureMode.Html);
    }

    [Fact]
    public async Task A_form_of_another_sites_page_changes_nothing()
    {
        using var form = new StringContent("""{"mode":"drop"}""");
        await NodeCalls.Http.PostAsync(new Uri(_node.Url, "/control"), form).JsonAsync(HttpStatusCode.UnsupportedMediaType);
        _node.Failure.Mode.ShouldBe(FailureMode.Ok);
    }
}
