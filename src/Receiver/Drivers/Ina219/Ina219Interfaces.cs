using System.Globalization;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>Finds the chips that the kernel's drivers have.</summary>
/// <param name="root">Where sysfs is: <c>/sys</c>.</param>
public sealed class Ina219Interfaces(IAttributeFiles files, string root = "/sys")
{
    private static readonly string[] Names = ["ina219", "ina220"];

    /// <summary>Every INA219 (and INA220, its twin), hwmon before IIO.</summary>
    public IReadOnlyList<Ina219Entry> Find() => [.. Find(Ina219Door.Hwmon), .. Find(Ina219Door.Iio)];

    /// <returns>Null when no driver has the chip at this place.</returns>
    public Ina219Entry? Find(int bus, int address, params ReadOnlySpan<Ina219Door> doors)
    {
        foreach (var door in doors)
            foreach (var entry in Find(door))
                if (entry.Bus == bus && entry.Address == address) return entry;
        return null;
    }

    /// <summary>The entry with this path.</summary>
    /// <param name="path">As the user says it: <c>/sys/class/hwmon/hwmon2</c>.</param>
    /// <exception cref="Ina219Exception">There is none, or another chip's.</exception>
    public Ina219Entry At(Ina219Door door, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var directory = root + path["/sys".Length..];
        if (NameOf(directory) is not { } name) throw new Ina219Exception(SensorState.Absent, new Sentence("Ina219_NoEntry", path));
        return Names.Contains(name) ? Describe(door, directory) : throw new Ina219Exception(SensorState.Fault, new Sentence("Ina219_OtherEntry", path, name));
    }

    /// <summary>The kernel driver that has the address; null when none has.</summary>
    public string? DriverOf(int bus, int address) =>
        Path.GetFileName(LinkOf($"{root}/bus/i2c/devices/{Client(bus, address)}/driver"));

    /// <summary>The kernel's name for an address on a bus: <c>1-0040</c>.</summary>
    public static string Client(int bus, int address) => string.Create(CultureInfo.InvariantCulture, $"{bus}-{address:x4}");

    private IEnumerable<Ina219Entry> Find(Ina219Door door)
    {
        var (parent, prefix) = door == Ina219Door.Hwmon ? ($"{root}/class/hwmon", "hwmon") : ($"{root}/bus/iio/devices", "iio:device");
        return !Directory.Exists(parent)
            ? []
            : Directory.EnumerateDirectories(parent, prefix + "*").Order(StringComparer.Ordinal)
                .Where(directory => Names.Contains(NameOf(directory))).Select(directory => Describe(door, directory));
    }

    private string? NameOf(string directory)
    {
        try
        {
            return files.Read($"{directory}/name");
        }
        catch (KernelException)
        {
            // Gone since it was listed, or the driver has none: then it is none of ours.
            return null;
        }
    }

    private static Ina219Entry Describe(Ina219Door door, string directory)
    {
        // Only a class device such as hwmon's has the link; an IIO device lies right under its chip.
        var (bus, address) = Parse(Path.GetFileName(LinkOf($"{directory}/device")));
        for (var at = RealPath(directory); bus is null && at is not null; at = Path.GetDirectoryName(at)) (bus, address) = Parse(Path.GetFileName(at));
        return new Ina219Entry(door, directory, bus, address);
    }

    private static (int? Bus, int? Address) Parse(string? client)
    {
        var parts = (client ?? "").Split('-');
        return parts is [var bus, { Length: 4 } address]
            && int.TryParse(bus, NumberStyles.None, CultureInfo.InvariantCulture, out var busNumber)
            && int.TryParse(address, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? (busNumber, number)
            : (null, null);
    }

    private static string? LinkOf(string path) => new FileInfo(path).LinkTarget;

    private static string? RealPath(string directory) => Directory.ResolveLinkTarget(directory, returnFinalTarget: true)?.FullName ?? directory;
}
