using System.Globalization;

namespace PowerMeter.Processor.Display;

/// <summary>Finds the framebuffers of this machine in sysfs (Linux, drivers/video/fbdev/core/fbsysfs.c).</summary>
/// <param name="root">Where sys and dev are; a test gives a directory of its own.</param>
public sealed class FramebufferFinder(string root = "/")
{
    private const string HowToGetOne =
        "On a Raspberry Pi add a line such as dtoverlay=adafruit-st7735r to /boot/firmware/config.txt and start it again; on others load the display's driver.";

    private readonly string _devices = Path.Combine(root, "dev");
    private readonly string _classDirectory = Path.Combine(root, "sys/class/graphics");

    /// <returns>In the order of their numbers; empty when the machine has none.</returns>
    public IReadOnlyList<FramebufferEntry> List() =>
        Directory.Exists(_classDirectory)
            ? [.. Directory.EnumerateDirectories(_classDirectory, "fb*").Select(Entry).OfType<FramebufferEntry>().OrderBy(entry => entry.Number)]
            : [];

    /// <param name="device">Such as <c>/dev/fb1</c>; null: the one small display, or the only framebuffer.</param>
    /// <exception cref="DisplayException">There is none, not that one, or more than one to choose from.</exception>
    public FramebufferEntry Find(string? device)
    {
        var all = List();
        if (all.Count == 0) throw new DisplayException($"This machine has no framebuffer: {_classDirectory} lists none. {HowToGetOne}");
        if (device is not null)
            return all.FirstOrDefault(entry => entry.Device == device) ?? throw new DisplayException($"{device} is no framebuffer of this machine. There is: {Describe(all)}.");
        if (all.Count == 1) return all[0];
        // A monitor is somebody's: what it shows is not painted over unasked.
        var small = all.Where(entry => entry.IsSmallDisplay).ToList();
        return small.Count == 1
            ? small[0]
            : throw new DisplayException($"This machine has more than one framebuffer; name one of them: {Describe(all)}.");
    }

    /// <summary>The one that the Processor draws on unasked: small displays only, since a monitor is somebody's.</summary>
    /// <param name="device">Such as <c>/dev/fb1</c>, which may then be any; null for the small display.</param>
    /// <returns>Null when none was named and there is none.</returns>
    /// <exception cref="DisplayException">The one that was named is not there, or there is more than one to choose from.</exception>
    public FramebufferEntry? FindForUse(string? device)
    {
        if (device is not null) return Find(device);
        var small = List().Where(entry => entry.IsSmallDisplay).ToList();
        return small.Count < 2 ? small.FirstOrDefault() : throw new DisplayException($"This machine has more than one small display; name one of them in Display:Device: {Describe(small)}.");
    }

    /// <exception cref="DisplayException">It is gone, or of a form that cannot be written.</exception>
    public static FramebufferGeometry ReadGeometry(FramebufferEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            var size = Numbers(entry, "virtual_size", 2);
            return new FramebufferGeometry(size[0], size[1], Numbers(entry, "bits_per_pixel", 1)[0], Numbers(entry, "stride", 1)[0]);
        }
        catch (DisplayException e)
        {
            throw new DisplayException($"{entry.Device} ({entry.Name}) cannot be used: {e.Message}.", e);
        }
    }

    private static int[] Numbers(FramebufferEntry entry, string file, int count)
    {
        var path = Path.Combine(entry.Directory, file);
        var text = ReadLine(path) ?? throw new DisplayException($"{path} cannot be read");
        var numbers = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        return numbers.Length == count && Array.TrueForAll(numbers, number => number >= 0)
            ? numbers
            : throw new DisplayException($"{path} is '{text}'; expected: {count} whole number{(count == 1 ? "" : "s with a comma between")}");
    }

    private FramebufferEntry? Entry(string directory)
    {
        var name = Path.GetFileName(directory);
        return int.TryParse(name.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number) // fbcon is none
            ? new FramebufferEntry(number, ReadLine(Path.Combine(directory, "name")) ?? "no name", Path.Combine(_devices, name), directory)
            : null;
    }

    private static string? ReadLine(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Describe(IEnumerable<FramebufferEntry> entries) => string.Join(", ", entries.Select(entry => $"{entry.Device} ({entry.Name})"));
}
