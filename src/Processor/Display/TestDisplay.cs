using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.Display;

/// <summary><c>--test-display [DEVICE]</c>: draws <see cref="TestPicture"/> and says where.</summary>
/// <param name="Device">Such as /dev/fb1; null: the one that the Processor would take.</param>
public sealed record TestDisplay(string? Device)
{
    /// <returns>Null when the arguments ask for something else.</returns>
    /// <exception cref="SettingException">They ask for it in a way that is not understood.</exception>
    public static TestDisplay? Parse(string[] arguments) => arguments switch
    {
        ["--test-display"] => new TestDisplay(Device: null),
        ["--test-display", ['/', ..] device] => new TestDisplay(device),
        ["--test-display", var device] => throw SettingException.NotAllowed("--test-display", device, "a framebuffer's path, such as /dev/fb1, or nothing"),
        _ => null,
    };

    /// <exception cref="DisplayException">There is no display, or it cannot be used.</exception>
    public int Run(FramebufferFinder finder, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(finder);
        ArgumentNullException.ThrowIfNull(output);
        using var framebuffer = Framebuffer.Open(finder.Find(Device));
        var geometry = framebuffer.Geometry;
        framebuffer.Show(TestPicture.Draw(geometry.Width, geometry.Height));
        output.WriteLine($"{framebuffer.Entry.Device} ({framebuffer.Entry.Name}): {geometry.Width} × {geometry.Height} pixels of {geometry.BitsPerPixel} bits, {geometry.BytesPerRow} bytes a row.");
        output.WriteLine("It shows bars (white, yellow, cyan, green, magenta, red, blue, black) in a white border; the corners are, from the");
        output.WriteLine("top left and clockwise: red with a white block, green, yellow, blue. Red and blue exchanged: the display needs the");
        output.WriteLine("other colour order (see its overlay's settings); a missing side of the border: another size or offset.");
        return ExitCode.Success;
    }
}
