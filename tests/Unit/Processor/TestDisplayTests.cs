using PowerMeter.Processor.Display;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor;

public sealed class TestDisplayTests : IDisposable
{
    private readonly FramebufferTree _tree = new();

    [Fact]
    public void It_draws_the_test_picture_and_says_where()
    {
        _tree.Add(1);
        using var output = new StringWriter();
        new TestDisplay(null).Run(_tree.Finder, output).ShouldBe(ExitCode.Success);
        output.ToString().ShouldStartWith($"{_tree.Device(1)} (fb_st7735r): 160 × 128 pixels of 16 bits, 320 bytes a row.");
        var expected = new byte[320 * 128];
        new FramebufferGeometry(160, 128, 16, 320).Encode(TestPicture.Draw(160, 128), expected);
        _tree.Written(1).ShouldBe(expected);
    }

    [Fact]
    public void Without_a_framebuffer_nothing_is_written()
    {
        using var output = new StringWriter();
        Should.Throw<DisplayException>(() => new TestDisplay(null).Run(_tree.Finder, output));
        output.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Each_corner_and_bar_is_told_from_the_others()
    {
        var picture = TestPicture.Draw(160, 128);
        Colour At(int x, int y) => picture.Row(y)[x];
        int[] middles = [10, 30, 50, 70, 90, 110, 130, 150];
        middles.Select(x => At(x, 64)).ShouldBe(
            [Colour.White, Colour.Yellow, Colour.Cyan, Colour.PureGreen, Colour.Magenta, Colour.PureRed, Colour.PureBlue, Colour.Black]);
        At(1, 1).ShouldBe(Colour.PureRed);
        At(8, 8).ShouldBe(Colour.White);
        At(158, 1).ShouldBe(Colour.PureGreen);
        At(1, 126).ShouldBe(Colour.PureBlue);
        At(158, 126).ShouldBe(Colour.Yellow);
        At(159, 64).ShouldBe(Colour.White);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 200)]
    [InlineData(8192, 1)]
    [InlineData(7, 5)]
    public void Any_size_can_be_drawn(int width, int height)
    {
        var picture = TestPicture.Draw(width, height);
        picture.Row(height - 1)[width - 1].ShouldBe(Colour.White);
    }

    [Fact]
    public void The_arguments_are_told_from_those_of_other_commands()
    {
        TestDisplay.Parse(["--test-display"]).ShouldBe(new TestDisplay(null));
        TestDisplay.Parse(["--test-display", "/dev/fb1"]).ShouldBe(new TestDisplay("/dev/fb1"));
        TestDisplay.Parse([]).ShouldBeNull();
        TestDisplay.Parse(["--drain"]).ShouldBeNull();
        Should.Throw<SettingException>(() => TestDisplay.Parse(["--test-display", "fb1"])).Message
            .ShouldBe("--test-display is 'fb1'; allowed: a framebuffer's path, such as /dev/fb1, or nothing.");
    }

    public void Dispose() => _tree.Dispose();
}
