using PowerMeter.Web.Api.Rows;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class SampleCursorTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_790_000_000_123_456)]
    [InlineData(long.MaxValue)]
    public void A_cursor_is_read_again(long time) => SampleCursor.Parse(SampleCursor.After(time)).ShouldBe(time);

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("////////////")]
    [InlineData("            ")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("AQAAAAAAAAAAAA")]
    [InlineData("é1234567890a")]
    public void Anything_else_is_none(string text) => SampleCursor.Parse(text).ShouldBeNull();
}
