using PowerMeter.Processor.Display;

namespace PowerMeter.Tests.TestKit;

/// <summary>A directory tree like /sys and /dev, with regular files for devices.</summary>
public sealed class FramebufferTree : IDisposable
{
    private readonly TemporaryDirectory _root = new();

    public FramebufferTree()
    {
        Directory.CreateDirectory(Graphics("fbcon"));
        Directory.CreateDirectory(_root.File("dev"));
    }

    public FramebufferFinder Finder => new(_root.Path);

    public string Device(int number) => _root.File($"dev/fb{number}");

    public byte[] Written(int number) => File.ReadAllBytes(Device(number));

    public void Add(int number, string name = "fb_st7735r", string size = "160,128", string depth = "16", string stride = "320", bool withDevice = true)
    {
        Directory.CreateDirectory(Graphics($"fb{number}"));
        Set(number, "name", name);
        Set(number, "virtual_size", size);
        Set(number, "bits_per_pixel", depth);
        Set(number, "stride", stride);
        if (withDevice) File.WriteAllBytes(Device(number), []);
    }

    public void Set(int number, string file, string text) => File.WriteAllText(Path.Combine(Graphics($"fb{number}"), file), text + "\n");

    /// <summary>Takes the display away, as unplugging its overlay does; its device stays behind as a file.</summary>
    public void Unplug(int number) => Directory.Delete(Graphics($"fb{number}"), recursive: true);

    public void Remove(int number, string file) => File.Delete(Path.Combine(Graphics($"fb{number}"), file));

    public void Dispose() => _root.Dispose();

    private string Graphics(string name) => _root.File($"sys/class/graphics/{name}");
}
