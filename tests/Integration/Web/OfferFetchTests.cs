using System.Text;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Offers;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

public sealed class OfferFetchTests
{
    private static readonly string List = OfferJson.ListOf(OfferJson.Of("A"));

    private static Task<ReadOnlyMemory<byte>> FetchAsync(string url, OfferSources? sources = null) =>
        new OfferFetch(sources ?? OfferSources.Anywhere, TimeProvider.System).FetchAsync(url, CancellationToken.None);

    private static async Task<string> FailureAsync(string url, OfferSources? sources = null) =>
        (await Should.ThrowAsync<OfferSourceException>(() => FetchAsync(url, sources))).Message;

    [Fact]
    public async Task A_list_is_fetched()
    {
        await using var server = new ListServer().Answer("/list.json?of=today", List);
        Encoding.UTF8.GetString((await FetchAsync(server.UrlOf("/list.json?of=today"))).Span).ShouldBe(List);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirect_is_followed(string status)
    {
        await using var server = new ListServer().Redirect("/a", "/b", status).Answer("/b", List);
        Encoding.UTF8.GetString((await FetchAsync(server.UrlOf("/a"))).Span).ShouldBe(List);
    }

    [Fact]
    public async Task Redirects_have_an_end()
    {
        await using var server = new ListServer().Redirect("/a", "/b").Redirect("/b", "/c").Redirect("/c", "/d").Answer("/d", List).Redirect("/round", "/round");
        (await FetchAsync(server.UrlOf("/a"))).Length.ShouldBe(List.Length);
        (await FailureAsync(server.UrlOf("/round"))).ShouldBe($"{server.UrlOf("/round")} cannot be used: it redirects more than 3 times.");
        server.Asked.Count(path => path == "/round").ShouldBe(4);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    [InlineData("http://user:secret@127.0.0.1/x")]
    public async Task A_redirect_leads_only_to_the_web(string to)
    {
        await using var server = new ListServer().Redirect("/a", to);
        (await FailureAsync(server.UrlOf("/a"))).ShouldStartWith("The address of the list is not allowed");
    }

    [Theory]
    [InlineData("404 Not Found")]
    [InlineData("500 Internal Server Error")]
    [InlineData("204 No Content")]
    [InlineData("302 Found")] // to nowhere
    public async Task Another_status_is_told(string status)
    {
        await using var server = new ListServer().Answer("/a?key=secret", "", status, "Content-Length: 0\r\n");
        (await FailureAsync(server.UrlOf("/a?key=secret"))).ShouldBe($"{server.UrlOf("/a")} cannot be used: it answers with status {status[..3]}; allowed: 200, or a redirect.");
    }

    [Theory]
    [InlineData("Content-Length: 1048577\r\n")]
    [InlineData("")]
    public async Task A_list_that_is_too_big_is_refused(string headers)
    {
        await using var server = new ListServer()
            .Answer("/big", new string(' ', OfferList.LargestList + 1), headers: headers)
            .Answer("/most", new string(' ', OfferList.LargestList), headers: headers == "" ? "" : "Content-Length: 1048576\r\n");
        (await FailureAsync(server.UrlOf("/big"))).ShouldContain("more than 1048576 bytes");
        (await FetchAsync(server.UrlOf("/most"))).Length.ShouldBe(OfferList.LargestList);
    }

    [Fact]
    public async Task A_list_that_is_cut_short_is_no_list()
    {
        await using var server = new ListServer().Answer("/a", List, headers: "Content-Length: 1000\r\n");
        (await FailureAsync(server.UrlOf("/a"))).ShouldContain("cannot be fetched");
    }

    [Theory]
    [InlineData("/silent")]
    [InlineData("/dribbles")]
    public async Task Who_does_not_answer_in_time_is_given_up(string path)
    {
        await using var server = new ListServer();
        if (path == "/dribbles") server.AnswerAndWait(path, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n[");
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var fetching = new OfferFetch(OfferSources.Anywhere, clock).FetchAsync(server.UrlOf(path), CancellationToken.None);
        await Eventually.BecomesTrueAsync("the server is asked", () => Task.FromResult(server.Asked.Count == 1));
        clock.Advance(OfferFetch.Patience - TimeSpan.FromSeconds(1));
        fetching.IsCompleted.ShouldBeFalse();
        clock.Advance(TimeSpan.FromSeconds(1));
        (await Should.ThrowAsync<OfferSourceException>(() => fetching)).Message.ShouldBe($"{server.UrlOf(path)} cannot be used: it did not answer within 10 s.");
    }

    [Fact]
    public async Task Who_asked_and_went_away_is_no_failure_of_the_list()
    {
        await using var server = new ListServer();
        using var gone = new CancellationTokenSource();
        var fetching = new OfferFetch(OfferSources.Anywhere, TimeProvider.System).FetchAsync(server.UrlOf("/silent"), gone.Token);
        await Eventually.BecomesTrueAsync("the server is asked", () => Task.FromResult(server.Asked.Count == 1));
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => fetching);
    }

    [Fact]
    public async Task Nobody_there_is_told()
    {
        var port = FreePort.Find();
        (await FailureAsync($"http://127.0.0.1:{port}/x")).ShouldStartWith($"http://127.0.0.1:{port}/x cannot be fetched: ");
        (await FailureAsync("http://no-such-host.invalid/x")).ShouldStartWith("http://no-such-host.invalid/x cannot be fetched: ");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("2130706433")] // the same address as one number
    public async Task This_machine_is_not_asked_for_others(string host)
    {
        await using var server = new ListServer().Answer("/a", List);
        var error = await Should.ThrowAsync<OfferSourceException>(() => FetchAsync($"http://{host}:{server.Port}/a", OfferSources.Public([])));
        error.IsRefused.ShouldBeTrue(error.Message);
        error.Message.ShouldContain("not on the public internet; allowed: a public address, or a host that the setting Web:OffersFrom names");
        server.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_leads_nowhere_that_may_not_be_asked()
    {
        await using var inner = new ListServer().Answer("/a", List);
        await using var outer = new ListServer().Redirect("/a", inner.UrlOf("/a"));
        var sources = OfferSources.Public([$"127.0.0.1:{outer.Port}"]);
        (await FailureAsync(outer.UrlOf("/a"), sources)).ShouldContain("not on the public internet");
        outer.Asked.ShouldBe(["/a"]);
        inner.Asked.ShouldBeEmpty();
    }
}
