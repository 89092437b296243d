using PowerMeter.Processor.W3bstream.Delivery;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor.W3bstream.Delivery;

public sealed class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(1994, 11, 6, 8, 49, 7, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("120", 120.0)]
    [InlineData(" 5 ", 5.0)]
    [InlineData("3600", 3600.0)]
    [InlineData("999999", 3600.0)]
    [InlineData("99999999999999999999999999", 3600.0)]
    [InlineData("Sun, 06 Nov 1994 08:49:37 GMT", 30.0)] // the examples of RFC 9110, section 5.6.7
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 30.0)]
    [InlineData("Sun Nov  6 08:49:37 1994", 30.0)]
    [InlineData("Sun, 06 Nov 1994 08:00:00 GMT", 0.0)]
    [InlineData("Mon, 07 Nov 1994 08:49:37 GMT", 3600.0)]
    public void Seconds_and_dates_are_read_and_bounded_to_an_hour(string header, double seconds) =>
        RetryAfter.Parse(header, Now)!.Value.TotalSeconds.ShouldBe(seconds);

    [Theory]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData(null)]
    public void What_nobody_can_read_asks_for_nothing(string? header) => RetryAfter.Parse(header, Now).ShouldBeNull();
}
