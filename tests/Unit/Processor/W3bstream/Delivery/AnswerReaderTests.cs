using System.Text;
using PowerMeter.Processor.W3bstream.Delivery;
using PowerMeter.Shared.W3bstream;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class AnswerReaderTests
{
    private const string Good =
        """{"channel":"c","publisherID":"1","eventID":"e","timestamp":1,"results":[{"appletName":"a","handler":"start","returnValue":null,"code":0}]}""";

    private static PublishAnswer Read(W3bstreamProfile profile, int status, string body, bool isWhole = true, string token = "") =>
        new AnswerReader(profile, new AnswerText(token)).Read(status, Encoding.UTF8.GetBytes(body), isWhole, TimeSpan.FromSeconds(7));

    [Theory]
    [InlineData(200, Good, "Accepted")]
    [InlineData(201, "{}", "Accepted")]
    [InlineData(204, "", "Accepted")]
    [InlineData(200, " \r\n", "Accepted")]
    [InlineData(200, "\uFEFF{}", "Accepted")]
    [InlineData(200, "[]", "Accepted")]
    [InlineData(200, """{"error":null,"results":[{"code":0}]}""", "Accepted")]
    [InlineData(200, """{"error":"","results":[{"code":1}]}""", "Accepted")]
    [InlineData(200, """{"results":[{"appletName":"a"}, 5, null]}""", "Accepted")]
    [InlineData(200, """{"results":{}}""", "Accepted")]
    [InlineData(200, """{"error":"no such publisher"}""", "Refused")]
    [InlineData(200, """{"error":{"code":3}}""", "Refused")]
    [InlineData(200, """{"results":[{"code":0},{"code":-1}]}""", "Refused")]
    [InlineData(200, """{"results":[{"code":"-1"}]}""", "Refused")]
    [InlineData(200, """{"results":[{"code":-0.5}]}""", "Refused")]
    [InlineData(200, """{"results":[{"code":-1e999}]}""", "Refused")]
    [InlineData(200, """{"error":"\ud800"}""", "Refused")]
    [InlineData(200, """{"err\ud800":1,"error":"yes"}""", "Refused")]
    [InlineData(200, """{"error":null,"\udc00rror":1}""", "Accepted")]
    [InlineData(200, """{"results":[{"code":"\ud800"}]}""", "Accepted")]
    [InlineData(200, "<html>Welcome to the hotel</html>", "Retry")]
    [InlineData(200, "{\"results\":", "Retry")]
    [InlineData(200, "\0", "Retry")]
    [InlineData(301, "", "Retry")]
    [InlineData(307, Good, "Retry")]
    [InlineData(400, "{}", "Refused")]
    [InlineData(401, "{}", "Retry")]
    [InlineData(403, "{}", "Refused")]
    [InlineData(404, "", "Refused")]
    [InlineData(407, "", "Retry")]
    [InlineData(408, "", "Retry")]
    [InlineData(410, "", "Refused")]
    [InlineData(413, "", "Refused")]
    [InlineData(422, "", "Refused")]
    [InlineData(425, "", "Retry")]
    [InlineData(429, "", "Retry")]
    [InlineData(499, "", "Refused")]
    [InlineData(500, Good, "Retry")]
    [InlineData(503, "", "Retry")]
    [InlineData(599, "", "Retry")]
    [InlineData(999, "", "Retry")]
    public void What_an_answer_means_to_devnet(int status, string body, string verdict)
    {
        var answer = Read(W3bstreamProfile.Devnet, status, body);
        answer.Verdict.ToString().ShouldBe(verdict);
        answer.Status.ShouldBe(status);
        (answer.Trouble is not null).ShouldBe(verdict == "Retry");
    }

    [Theory]
    [InlineData(200, """{"taskID":"0xab"}""", "Accepted")]
    [InlineData(202, """{"taskID":"0xab","error":""}""", "Accepted")]
    [InlineData(200, """{"taskID":"0xab","error":"late"}""", "Refused")]
    [InlineData(200, """{"error":"bad"}""", "Refused")]
    [InlineData(200, """{"taskID":""}""", "Retry")]
    [InlineData(200, """{"taskID":7}""", "Retry")]
    [InlineData(200, """{"taskID":"\ud800"}""", "Retry")]
    [InlineData(200, "{}", "Retry")]
    [InlineData(200, "\"0xab\"", "Retry")]
    [InlineData(204, "", "Retry")]
    [InlineData(400, """{"error":"signature"}""", "Refused")]
    [InlineData(403, """{"error":"device"}""", "Refused")]
    [InlineData(401, "", "Retry")]
    [InlineData(404, "", "Retry")]
    [InlineData(422, "", "Retry")]
    [InlineData(500, """{"error":"store"}""", "Retry")]
    public void What_an_answer_means_to_a_task(int status, string body, string verdict) =>
        Read(W3bstreamProfile.Task, status, body).Verdict.ToString().ShouldBe(verdict);

    [Fact]
    public void What_an_applet_returned_may_be_deep() =>
        Read(W3bstreamProfile.Devnet, 200, $$"""{"results":[{"code":0,"returnValue":{{new string('[', 30_000)}}{{new string(']', 30_000)}}}]}""").Verdict.ShouldBe(Verdict.Accepted);

    [Theory]
    [InlineData(W3bstreamProfile.Devnet, "{\"error\":\"\u00FF\"}", Verdict.Refused)]
    [InlineData(W3bstreamProfile.Devnet, "{\"\u00FF\":1,\"results\":[{\"code\":\"\u00FF\"}]}", Verdict.Accepted)]
    [InlineData(W3bstreamProfile.Task, "{\"taskID\":\"\u00FF\"}", Verdict.Retry)]
    internal void Bytes_that_are_no_text_are_no_trouble(W3bstreamProfile profile, string latin, Verdict verdict) =>
        new AnswerReader(profile, new AnswerText("")).Read(200, Encoding.Latin1.GetBytes(latin), isWhole: true, pause: null).Verdict.ShouldBe(verdict);

    [Fact]
    public void An_answer_without_results_says_nothing_of_applets_and_an_empty_list_says_that_none_is_there()
    {
        Read(W3bstreamProfile.Devnet, 200, "{}").Unmatched.ShouldBeNull();
        Read(W3bstreamProfile.Devnet, 200, """{"results":[]}""").Unmatched.ShouldBe(true);
        Read(W3bstreamProfile.Devnet, 200, Good).Unmatched.ShouldBe(false);
    }

    [Fact]
    public void The_task_is_told() => Read(W3bstreamProfile.Task, 200, """{"taskID":"0xab"}""").TaskId.ShouldBe("0xab");

    [Fact]
    public void Only_the_whole_of_a_good_answer_is_believed()
    {
        Read(W3bstreamProfile.Devnet, 200, Good, isWhole: false).Verdict.ShouldBe(Verdict.Retry);
        Read(W3bstreamProfile.Devnet, 400, Good, isWhole: false).Verdict.ShouldBe(Verdict.Refused);
    }

    [Fact]
    public void A_pause_is_wanted_only_of_who_sends_again()
    {
        Read(W3bstreamProfile.Devnet, 503, "").Pause.ShouldBe(TimeSpan.FromSeconds(7));
        Read(W3bstreamProfile.Devnet, 429, "").Pause.ShouldBe(TimeSpan.FromSeconds(7));
        Read(W3bstreamProfile.Devnet, 400, "").Pause.ShouldBeNull();
    }

    [Fact]
    public void The_token_is_never_in_what_was_said()
    {
        const string Token = "w3b_Abc/+=\"-123";
        var body = $"you sent Bearer {Token} or w3b_Abc\\/+=\\\"-123 or {Uri.EscapeDataString(Token)} or {Token.ToUpperInvariant()}";
        var answer = Read(W3bstreamProfile.Devnet, 400, body.Replace("\\\"", "\"", StringComparison.Ordinal), token: Token);
        answer.Text.ShouldStartWith("you sent Bearer [token] or ");
        answer.Text.ShouldNotContain("123");
        Read(W3bstreamProfile.Task, 200, """{"taskID":"of s3cret"}""", token: "s3cret").TaskId.ShouldBe("of [token]");
    }
}
