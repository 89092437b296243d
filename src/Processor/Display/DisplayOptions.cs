using System.Globalization;
using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Display;

/// <summary>What the machine's administrator sets of the display. What is set on the settings page goes before rotation and language here.</summary>
public sealed record DisplayOptions
{
    private const string Auto = "auto";
    private const string None = "none";

    /// <summary>Whether there is to be a display at all. Default: yes.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>Such as <c>/dev/fb1</c>; null for the small display that is found (auto), and never a monitor. Default: null.</summary>
    public string? Device { get; init; }

    /// <summary>By how many degrees the picture is turned clockwise: 0, 90, 180 or 270. Default: 0.</summary>
    public int Rotation { get; init; }

    /// <summary>Default: English.</summary>
    public DisplayLanguage Language { get; init; }

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static DisplayOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Display"), "Display");
        const string DeviceAllowed = "auto, none, or a framebuffer such as /dev/fb1";
        var device = reader.Text("Device", Auto, DeviceAllowed).Trim();
        var isWord = device.Equals(Auto, StringComparison.OrdinalIgnoreCase) || device.Equals(None, StringComparison.OrdinalIgnoreCase);
        if (!isWord && !IsFramebuffer(device)) throw SettingException.NotAllowed("Display:Device", device, DeviceAllowed);
        var options = new DisplayOptions
        {
            IsOn = !device.Equals(None, StringComparison.OrdinalIgnoreCase),
            Device = isWord ? null : device,
            Rotation = int.Parse(reader.Choice("Rotation", "0", "0", "90", "180", "270"), CultureInfo.InvariantCulture),
            Language = reader.Choice("Language", "en", "en", "fr") == "fr" ? DisplayLanguage.Fr : DisplayLanguage.En,
        };
        reader.RejectUnknownKeys();
        return options;
    }

    private static bool IsFramebuffer(string device) =>
        device.StartsWith("/dev/fb", StringComparison.Ordinal) && int.TryParse(device.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
