using PowerMeter.Processor.Display;
using PowerMeter.Shared.Display;
using PowerMeter.Tests.Unit.Display;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor;

public sealed class PicturePairTests
{
    private static readonly DisplayState Other = DisplayStates.Normal with { Watts = 999 };

    [Fact]
    public void The_first_picture_is_shown_and_then_what_looks_different()
    {
        var pictures = new PicturePair(160, 128, 0);
        Fresh(DisplayStates.Normal).LooksLike(pictures.Draw(DisplayStates.Normal, DisplayLanguage.En)).ShouldBeTrue();
        pictures.Draw(DisplayStates.Normal, DisplayLanguage.En).ShouldBeNull();
        Fresh(Other).LooksLike(pictures.Draw(Other, DisplayLanguage.En)).ShouldBeTrue();
        pictures.Draw(Other, DisplayLanguage.En).ShouldBeNull();
        Fresh(DisplayStates.Normal).LooksLike(pictures.Draw(DisplayStates.Normal, DisplayLanguage.En)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void Nothing_is_left_of_an_earlier_turned_picture(int rotation)
    {
        var pictures = new PicturePair(128, 160, rotation);
        pictures.Draw(DisplayStates.Big, DisplayLanguage.Fr);
        pictures.Draw(DisplayStates.Away, DisplayLanguage.Fr);
        new PicturePair(128, 160, rotation).Draw(Other, DisplayLanguage.En)!.LooksLike(pictures.Draw(Other, DisplayLanguage.En)).ShouldBeTrue();
    }

    [Fact]
    public void Drawing_leaves_no_pictures_behind()
    {
        // On a display whose picture takes 450 kB.
        var pictures = new PicturePair(480, 320, 90);
        pictures.Draw(DisplayStates.Normal, DisplayLanguage.En);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) pictures.Draw(DisplayStates.Normal with { Watts = i }, DisplayLanguage.En);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100 * 50_000);
    }

    private static Picture Fresh(DisplayState state) => DisplayFace.Draw(state, DisplayLanguage.En, 160, 128);
}
