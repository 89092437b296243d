using PowerMeter.Processor.Display;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor;

public sealed class FramebufferFinderTests : IDisposable
{
    private readonly FramebufferTree _tree = new();

    [Fact]
    public void The_only_framebuffer_is_taken()
    {
        _tree.Add(0, "Virtual FB");
        _tree.Finder.Find(null).ShouldSatisfyAllConditions(
            entry => entry.Number.ShouldBe(0), entry => entry.Name.ShouldBe("Virtual FB"), entry => entry.Device.ShouldBe(_tree.Device(0)));
    }

    [Fact]
    public void A_small_display_goes_before_a_monitor()
    {
        _tree.Add(0, "vc4drmfb");
        _tree.Add(10, "panel-mipi-dbid");
        _tree.Add(2, "simpledrmdrmfb");
        _tree.Finder.Find(null).Number.ShouldBe(10);
        _tree.Finder.List().Select(entry => entry.Number).ShouldBe([0, 2, 10]);
    }

    [Fact]
    public void Two_monitors_are_not_chosen_from()
    {
        _tree.Add(0, "vc4drmfb");
        _tree.Add(1, "simpledrmdrmfb");
        Should.Throw<DisplayException>(() => _tree.Finder.Find(null)).Message
            .ShouldBe($"This machine has more than one framebuffer; name one of them: {_tree.Device(0)} (vc4drmfb), {_tree.Device(1)} (simpledrmdrmfb).");
        _tree.Finder.Find(_tree.Device(1)).Number.ShouldBe(1);
    }

    [Fact]
    public void Another_device_is_told_from_a_framebuffer()
    {
        _tree.Add(0);
        Should.Throw<DisplayException>(() => _tree.Finder.Find("/dev/null")).Message
            .ShouldBe($"/dev/null is no framebuffer of this machine. There is: {_tree.Device(0)} (fb_st7735r).");
    }

    [Fact]
    public void A_machine_without_any_says_what_helps()
    {
        Should.Throw<DisplayException>(() => _tree.Finder.Find(null)).Message.ShouldContain("dtoverlay=adafruit-st7735r");
        Should.Throw<DisplayException>(() => new FramebufferFinder("/nowhere").Find("/dev/fb0")).Message
            .ShouldStartWith("This machine has no framebuffer: /nowhere/sys/class/graphics lists none.");
    }

    [Theory]
    [InlineData("160,128", "16", "320", 160, 128, 16, 320)]
    [InlineData("160,128", "32", "704", 160, 128, 32, 704)]
    [InlineData("1,1", "16", "2", 1, 1, 16, 2)]
    [InlineData("8192,8192", "32", "32768", 8192, 8192, 32, 32768)]
    public void The_geometry_is_what_sysfs_says(string size, string depth, string stride, int width, int height, int bits, int bytes)
    {
        _tree.Add(0, size: size, depth: depth, stride: stride);
        FramebufferFinder.ReadGeometry(_tree.Finder.Find(null)).ShouldBe(new FramebufferGeometry(width, height, bits, bytes));
    }

    [Theory]
    [InlineData("160,128", "8", "160", "its depth is 8 bits a pixel; allowed: 16 (RGB565) or 32 (XRGB)")]
    [InlineData("160,128", "24", "480", "its depth is 24 bits a pixel")]
    [InlineData("160,128", "16", "319", "its line length is 319 bytes; allowed: 320 to 65536 for 160 pixels of 16 bits")]
    [InlineData("160,128", "16", "65537", "its line length is 65537 bytes")]
    [InlineData("0,128", "16", "320", "its size is 0 × 128; allowed: 1 to 8192 pixels each way")]
    [InlineData("160,8193", "16", "320", "its size is 160 × 8193")]
    [InlineData("160", "16", "320", "virtual_size is '160'; expected: 2 whole numbers with a comma between")]
    [InlineData("160,-1", "16", "320", "virtual_size is '160,-1'")]
    [InlineData("160,128", "", "320", "bits_per_pixel is ''; expected: 1 whole number")]
    [InlineData("160,128", "16", "99999999999", "stride is '99999999999'")]
    public void A_form_that_cannot_be_written_is_refused(string size, string depth, string stride, string reason)
    {
        _tree.Add(0, size: size, depth: depth, stride: stride);
        var message = Should.Throw<DisplayException>(() => FramebufferFinder.ReadGeometry(_tree.Finder.Find(null))).Message;
        message.ShouldStartWith($"{_tree.Device(0)} (fb_st7735r) cannot be used: ");
        message.ShouldContain(reason);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        _tree.Add(0);
        _tree.Remove(0, "stride");
        Should.Throw<DisplayException>(() => FramebufferFinder.ReadGeometry(_tree.Finder.Find(null))).Message.ShouldEndWith("fb0/stride cannot be read.");
    }

    public void Dispose() => _tree.Dispose();
}
