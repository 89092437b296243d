using Microsoft.Extensions.Configuration;
using PowerMeter.Processor.Display;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Processor;

public sealed class DisplayOptionsTests : IDisposable
{
    private readonly FramebufferTree _tree = new();

    public void Dispose() => _tree.Dispose();

    private static DisplayOptions Read(params (string Key, string Value)[] settings) => DisplayOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => $"Display:{setting.Key}", setting => (string?)setting.Value)).Build());

    [Fact]
    public void Without_settings_a_small_display_is_looked_for() => Read().ShouldBe(new DisplayOptions { IsOn = true, Device = null, Rotation = 0, Language = DisplayLanguage.En });

    [Fact]
    public void Every_setting_is_read() => Read(("Device", "/dev/fb1"), ("Rotation", "270"), ("Language", "fr"))
        .ShouldBe(new DisplayOptions { IsOn = true, Device = "/dev/fb1", Rotation = 270, Language = DisplayLanguage.Fr });

    [Fact]
    public void None_is_none() => Read(("Device", "None")).IsOn.ShouldBeFalse();

    [Theory]
    [InlineData("Device", "/dev/sda", "Display:Device is '/dev/sda'; allowed: auto, none, or a framebuffer such as /dev/fb1.")]
    [InlineData("Device", "/dev/fb", "Display:Device is '/dev/fb'; allowed: auto, none, or a framebuffer such as /dev/fb1.")]
    [InlineData("Device", "", "Display:Device is ''; allowed: auto, none, or a framebuffer such as /dev/fb1.")]
    [InlineData("Rotation", "45", "Display:Rotation is '45'; allowed: 0, 90, 180, 270.")]
    [InlineData("Language", "de", "Display:Language is 'de'; allowed: en, fr.")]
    [InlineData("Brightness", "5", "Display:Brightness is not a setting; allowed: Device, Language, Rotation.")]
    public void A_wrong_one_says_what_is_allowed(string key, string value, string message) =>
        Should.Throw<SettingException>(() => Read((key, value))).Message.ShouldBe(message);

    [Fact]
    public void A_monitor_is_never_painted_over_unasked()
    {
        _tree.Finder.FindForUse(null).ShouldBeNull();
        _tree.Add(0, "vc4drmfb");
        _tree.Finder.FindForUse(null).ShouldBeNull();
        _tree.Finder.FindForUse(_tree.Device(0))!.Number.ShouldBe(0);
        _tree.Add(1);
        _tree.Finder.FindForUse(null)!.Number.ShouldBe(1);
        _tree.Add(2);
        Should.Throw<DisplayException>(() => _tree.Finder.FindForUse(null)).Message
            .ShouldBe($"This machine has more than one small display; name one of them in Display:Device: {_tree.Device(1)} (fb_st7735r), {_tree.Device(2)} (fb_st7735r).");
    }
}
