using System.Text;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Push;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PushBodyTests
{
    private const string Json = "application/json";
    private const string Csv = "text/csv";

    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly PushRules Rules = new(7, Now, Now + Duration.FromMinutes(10));

    private static PushBatch Parse(string body, string type = Json) => PushBody.Parse(Encoding.UTF8.GetBytes(body), type, Rules);

    private static string ReasonOf(string body, string type = Json) => Parse(body, type).Rejected.ShouldHaveSingleItem().Reason;

    [Fact]
    public void A_sample_has_all_that_was_sent()
    {
        var sample = Parse("""{"battery":3.9,"time":"2026-03-01T12:59:59.123456+01:00","volts":"229.8","watts":-5e2}""").Samples.ShouldHaveSingleItem();
        sample.ShouldBe(new Sample(7, Instant.FromUtc(2026, 3, 1, 11, 59, 59).PlusTicks(1_234_560), -500) { Volts = 229.8f, Battery = 3.9f });
    }

    [Theory]
    [InlineData("""{"watts":1}""")]
    [InlineData("""{"watts":1,"time":null,"volts":null,"battery":null}""")]
    [InlineData(" \n{\"w\\u0061tts\" : 1 }\n")]
    public void A_single_sample_without_a_time_is_of_now(string body) => Parse(body).Samples.ShouldHaveSingleItem().ShouldBe(new Sample(7, Now, 1));

    [Fact]
    public void Rows_and_lines_are_counted()
    {
        var json = Parse("[\n{\"time\":1772366400,\"watts\":1},\n\n 5, {\"time\":1772366400,\n\"watts\":\"x\"}\n]");
        json.Rejected.Select(row => (row.Row, row.Line)).ShouldBe([(1, 4), (2, 4)]);
        var csv = Parse("\ntime,watts\n1772366400,1\n\n5,x\n", Csv);
        csv.Rejected.Select(row => (row.Row, row.Line)).ShouldBe([(1, 5)]);
        (csv.Samples.Count, csv.Rows).ShouldBe((1, 2));
    }

    [Theory]
    [InlineData("""{"watts":1,"time":946684799.999999}""", "2000 to 2099")]
    [InlineData("""{"watts":1,"time":4102444800}""", "2000 to 2099")]
    [InlineData("""{"watts":1,"time":"1999-12-31T23:59:59Z"}""", "2000 to 2099")]
    [InlineData("""{"watts":1,"time":1772367001}""", "at most 2026-03-01T12:10:00Z")]
    [InlineData("""{"watts":1,"time":"yesterday"}""", "time is 'yesterday'; allowed: RFC 3339")]
    [InlineData("""{"watts":1,"time":[]}""", "time is an array; allowed: a number or a text")]
    [InlineData("""{"watts":{"a":{}}}""", "watts is an object; allowed: a number")]
    [InlineData("""{"watts":"1,5"}""", "watts is '1,5'")]
    [InlineData("""{"watts":"∞"}""", "watts is '∞'")]
    [InlineData("""{"\ud800":1,"watts":1}""", "is not known")]
    [InlineData("""{"watts":"\u0000"}""", "watts is '\uFFFD'")]
    [InlineData("""{"watts":"230\u0000"}""", "watts is '230\uFFFD'")]
    [InlineData("""{"watts":1,"time":"1772366400\u0000"}""", "time is '1772366400\uFFFD'; allowed: RFC 3339")]
    [InlineData("""{"watts":1,"time":"9999-12-31T23:59:59-18:00"}""", "2000 to 2099")]
    [InlineData("""{"watts":1,"time":"0000-01-01T00:00:00+18:00"}""", "2000 to 2099")]
    public void What_a_row_lacks_is_said(string body, string reason) => ReasonOf(body).ShouldContain(reason);

    [Fact]
    public void The_end_of_the_century_is_not_rounded_into_the_next()
    {
        var rules = Rules with { Latest = Sample.Latest };
        var body = Encoding.UTF8.GetBytes("""[{"time":4102444799.9999999999,"watts":1}]""");
        PushBody.Parse(body, Json, rules).Samples.ShouldHaveSingleItem().Time.ShouldBe(UnixMicroseconds.ToInstant(4_102_444_799_999_999));
    }

    [Fact]
    public void Long_texts_are_neither_read_nor_repeated()
    {
        ReasonOf($$"""{"watts":"{{new string('9', 100_000)}}"}""").Length.ShouldBeLessThan(200);
        ReasonOf($"time,watts\n1772366400,{new string('9', 100_000)}\n", Csv).ShouldContain("longer than 1024 bytes");
    }

    [Theory]
    [InlineData("[]", Json)]
    [InlineData("time,watts\n", Csv)]
    public void No_rows_are_no_error(string body, string type) => Parse(body, type).Rows.ShouldBe(0);

    [Theory]
    [InlineData("", Json, "empty")]
    [InlineData(" \r\n", Csv, "empty")]
    [InlineData("\uFEFF", Json, "empty")]
    [InlineData("null", Json, "The body is null")]
    [InlineData("{\"watts\":1}\n {}", Json, "line 2, byte 2")]
    [InlineData("[{\"watts\":1},]", Json, "not JSON")]
    [InlineData("{\"watts\":NaN}", Json, "not JSON")]
    [InlineData("time;watts\n1;2", Csv, "with commas between them")]
    [InlineData("time,watt\n1,2", Csv, "names 'watt'")]
    [InlineData("time,watts,Time\n1,2,3", Csv, "names time twice")]
    [InlineData("time,night_rate,volts\n1,2,3", Csv, "lacks watts")]
    [InlineData("time,volts\n1,2", Csv, "lacks watts")]
    [InlineData("1772366400,5\n", Csv, "names '1772366400'")]
    public void What_cannot_be_read_at_all_is_said(string body, string type, string reason) =>
        Should.Throw<PushFormatException>(() => Parse(body, type)).Message.ShouldContain(reason);

    [Fact]
    public void What_is_not_utf8_is_refused() =>
        Should.Throw<PushFormatException>(() => PushBody.Parse([(byte)'[', 0xFF, (byte)']'], Json, Rules)).Message.ShouldContain("UTF-8");

    [Fact]
    public void Too_many_rows_are_too_much()
    {
        static string Rows(int count) => $"[{string.Join(',', Enumerable.Repeat("{}", count))}]";
        Parse(Rows(PushBatch.MostRows)).Rejected.Count.ShouldBe(PushBatch.MostRows);
        Should.Throw<PushFormatException>(() => Parse(Rows(PushBatch.MostRows + 1))).IsTooMuch.ShouldBeTrue();
    }
}
