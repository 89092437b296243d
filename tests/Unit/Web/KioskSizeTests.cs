using PowerMeter.Web.Components.Kiosk;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Web;

public sealed class KioskSizeTests
{
    [Theory]
    [InlineData("160x128", 160, 128)]
    [InlineData("128X160", 128, 160)]
    [InlineData("320×240", 320, 240)]
    [InlineData("16x4096", 16, 4096)]
    public void A_size_is_width_times_height(string text, int width, int height)
    {
        KioskSize.TryParse(text, out var size).ShouldBeTrue();
        size.ShouldBe(new KioskSize(width, height));
    }

    [Theory]
    [InlineData("")]
    [InlineData("160")]
    [InlineData("160x")]
    [InlineData("15x128")]
    [InlineData("160x4097")]
    [InlineData("160x128x2")]
    [InlineData("-160x128")]
    [InlineData("1e2x128")]
    [InlineData(" 160x128")]
    public void What_no_display_can_have_is_refused(string text) => KioskSize.TryParse(text, out _).ShouldBeFalse();
}
