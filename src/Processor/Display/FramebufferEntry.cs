namespace PowerMeter.Processor.Display;

/// <summary>A framebuffer that the kernel has.</summary>
/// <param name="Number">N of /dev/fbN.</param>
/// <param name="Name">What its driver calls it, such as <c>fb_st7735r</c>.</param>
/// <param name="Device">The device's path.</param>
/// <param name="Directory">Its directory in /sys/class/graphics.</param>
public sealed record FramebufferEntry(int Number, string Name, string Device, string Directory)
{
    /// <summary>
    /// A small display at the SPI bus, by the names that the kernel's drivers give: fb_st7735r (fbtft), st7735rdrmfb,
    /// panel-mipi-dbidrmfb and so on. A monitor at HDMI has none of these.
    /// </summary>
    public bool IsSmallDisplay =>
        Name.Contains("st7735", StringComparison.OrdinalIgnoreCase) || Name.Contains("mipi", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the kernel still has it.</summary>
    public bool IsThere => Path.Exists(Path.Combine(Directory, "name"));
}
