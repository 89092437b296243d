using PowerMeter.Processor.Display;
using PowerMeter.Shared.Display;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.Unit.Display;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor;

public sealed class FramebufferTests : IDisposable
{
    private readonly FramebufferTree _tree = new();

    [Theory]
    [InlineData(255, 255, 255, 0xFFFF, 0xFFFFFF)]
    [InlineData(255, 0, 0, 0xF800, 0xFF0000)]
    [InlineData(0, 255, 0, 0x07E0, 0x00FF00)]
    [InlineData(0, 0, 255, 0x001F, 0x0000FF)]
    [InlineData(0x12, 0x34, 0x56, 0x11AA, 0x123456)] // 00010 001101 01010
    [InlineData(7, 3, 7, 0, 0x070307)] // what is lost in the low bits
    public void A_colour_becomes_a_pixel(byte red, byte green, byte blue, int rgb565, int xrgb8888)
    {
        var colour = new Colour(red, green, blue);
        ((int)colour.ToRgb565()).ShouldBe(rgb565);
        ((int)colour.ToXrgb8888()).ShouldBe(xrgb8888);
    }

    [Fact]
    public void Pixels_of_16_bits_lie_lowest_byte_first_in_rows_of_the_line_length()
    {
        _tree.Add(0, size: "2,2", stride: "6");
        Show(Dots());
        _tree.Written(0).ShouldBe([0x00, 0xF8, 0xE0, 0x07, 0, 0, 0x1F, 0x00, 0xFF, 0xFF, 0, 0]);
    }

    [Fact]
    public void Pixels_of_32_bits_are_blue_green_red_and_nothing()
    {
        _tree.Add(0, size: "2,2", depth: "32", stride: "8");
        Show(Dots());
        _tree.Written(0).ShouldBe([0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0]);
    }

    /// <summary>Against the stored picture of the same state, and RGB565 written anew.</summary>
    [Fact]
    public void The_display_s_picture_lies_in_the_device_pixel_by_pixel()
    {
        _tree.Add(0, stride: "352");
        Show(DisplayFace.Draw(DisplayStates.Normal, DisplayLanguage.En, 160, 128));
        var stored = PngPicture.Decode(File.ReadAllBytes(Repository.File("tests/Unit/Display/Pictures/normal-en-160x128.png")));
        var expected = new byte[352 * 128];
        for (var y = 0; y < 128; y++)
        {
            for (var x = 0; x < 160; x++)
            {
                var (red, green, blue) = stored.At(x, y);
                var pixel = red / 8 * 2048 + green / 4 * 32 + blue / 8;
                (expected[y * 352 + x * 2], expected[y * 352 + x * 2 + 1]) = ((byte)(pixel % 256), (byte)(pixel / 256));
            }
        }

        _tree.Written(0).ShouldBe(expected);
    }

    [Fact]
    public void A_second_picture_replaces_the_first()
    {
        _tree.Add(0, size: "2,2", stride: "4");
        using (var framebuffer = Framebuffer.Open(_tree.Finder.Find(null)))
        {
            framebuffer.Show(Dots());
            framebuffer.Show(new Picture(2, 2));
        }

        _tree.Written(0).ShouldBe(new byte[8]);
    }

    [Fact]
    public void A_picture_of_another_size_is_a_mistake_and_nothing_is_written()
    {
        _tree.Add(0);
        using var framebuffer = Framebuffer.Open(_tree.Finder.Find(null));
        Should.Throw<ArgumentException>(() => framebuffer.Show(new Picture(128, 160)));
        _tree.Written(0).ShouldBeEmpty();
    }

    [Fact]
    public void A_missing_device_is_not_made()
    {
        _tree.Add(0, withDevice: false);
        Should.Throw<DisplayException>(() => Framebuffer.Open(_tree.Finder.Find(null))).Message.ShouldStartWith($"There is no {_tree.Device(0)}, though the kernel has fb_st7735r");
        File.Exists(_tree.Device(0)).ShouldBeFalse();
    }

    [Fact]
    public void A_device_that_may_not_be_opened_names_the_group()
    {
        _tree.Add(0, withDevice: false);
        Directory.CreateDirectory(_tree.Device(0)); // refused to root as well, as access is to others
        Should.Throw<DisplayException>(() => Framebuffer.Open(_tree.Finder.Find(null))).Message
            .ShouldBe($"{_tree.Device(0)} may not be opened. Add the Processor's user to the group video: usermod -aG video USER.");
    }

    [Fact]
    public void A_device_that_takes_no_more_says_so()
    {
        _tree.Add(0, withDevice: false);
        File.CreateSymbolicLink(_tree.Device(0), "/dev/full");
        using var framebuffer = Framebuffer.Open(_tree.Finder.Find(null));
        Should.Throw<DisplayException>(() => framebuffer.Show(new Picture(160, 128))).Message.ShouldStartWith($"{_tree.Device(0)} (fb_st7735r) does not take the picture: ");
    }

    public void Dispose() => _tree.Dispose();

    private static Picture Dots()
    {
        var picture = new Picture(2, 2);
        picture.Fill(0, 0, 1, 1, Colour.PureRed);
        picture.Fill(1, 0, 1, 1, Colour.PureGreen);
        picture.Fill(0, 1, 1, 1, Colour.PureBlue);
        picture.Fill(1, 1, 1, 1, Colour.White);
        return picture;
    }

    private void Show(Picture picture)
    {
        using var framebuffer = Framebuffer.Open(_tree.Finder.Find(null));
        framebuffer.Show(picture);
    }
}
