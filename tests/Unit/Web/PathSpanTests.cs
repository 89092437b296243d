using PowerMeter.Web.Api.Compatible;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class PathSpanTests
{
    [Theory]
    [InlineData("1677091161", 1_677_091_161_000_000)]
    [InlineData("1677091161.5", 1_677_091_161_500_000)]
    [InlineData("1677091161.123456", 1_677_091_161_123_456)]
    [InlineData("0", 0)]
    public void A_time_is_decimal_seconds_to_the_microsecond(string text, long microseconds) =>
        PathSpan.Parse(text, "253402300799").From.ShouldBe(microseconds);

    [Theory]
    [InlineData("-1")]
    [InlineData("1e9")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("99999999999999999999999999999999")]
    [InlineData(" ")]
    public void What_is_no_time_is_named(string text) =>
        Should.Throw<PathNumberException>(() => PathSpan.Parse(text, "5")).Message.ShouldContain($"time1 is '{text}'");

    [Fact]
    public void A_span_that_runs_backwards_is_refused() =>
        Should.Throw<PathNumberException>(() => PathSpan.Parse("6", "5")).Message.ShouldBe("time1 is 6 and time2 is 5; allowed: time1 at most time2.");

    [Theory]
    [InlineData("0", "10", "4", new long[] { 0, 4, 8, 10 })]
    [InlineData("0", "8", "4", new long[] { 0, 4, 8 })]
    [InlineData("3", "3", "4", new long[] { 3 })]
    [InlineData("0", "3", "100", new long[] { 0, 3 })]
    public void The_last_group_ends_where_the_span_does(string from, string until, string step, long[] seconds) =>
        PathSpan.Parse(from, until).Edges(step).Select(edge => edge / 1_000_000).ShouldBe(seconds);

    [Theory]
    [InlineData("0")]
    [InlineData("-8")]
    [InlineData("0.0000001")]
    [InlineData("abc")]
    public void A_step_that_is_not_above_zero_is_refused(string step) =>
        Should.Throw<PathNumberException>(() => PathSpan.Parse("0", "5").Edges(step)).Message.ShouldContain("step is");

    [Fact]
    public void Too_many_groups_are_refused()
    {
        PathSpan.Parse("0", "100000").Edges("1").Length.ShouldBe(100_001);
        Should.Throw<PathNumberException>(() => PathSpan.Parse("0", "100001").Edges("1")).Message.ShouldContain("at most 100000");
    }
}
