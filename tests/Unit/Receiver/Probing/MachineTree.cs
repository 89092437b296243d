using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;
using PowerMeter.Receiver.Probing;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Tests.Unit.Receiver.Probing;

/// <summary>A directory that looks like a machine's / with dev and sys, and devices that say what the test wants. What is not said is not permitted.</summary>
internal sealed class MachineTree(TemporaryDirectory directory)
{
    private const int EACCES = 13;

    public KernelFolders Folders { get; } = new(directory.Path);

    public Dictionary<string, IReadOnlyList<I2cAnswer>> I2c { get; } = [];

    public Dictionary<(string Path, int Address), ushort> Registers { get; } = [];

    public Dictionary<string, Nrf24Finding> Spi { get; } = [];

    public Dictionary<string, GpioChipInfo> Gpio { get; } = [];

    public Dictionary<int, BluetoothAdapterInfo> Bluetooth { get; } = [];

    public HashSet<string> NotPermitted { get; } = [];

    public DeviceDoors Doors => new()
    {
        ScanI2c = path => Said(I2c, Plain(path)),
        AskI2c = (path, address) => new I2cAnswer(address, Held: false, Registers.TryGetValue((Plain(path), address), out var word) ? word : null),
        LookAtSpi = path => Said(Spi, Plain(path)),
        ReadGpio = path => Said(Gpio, Plain(path)),
        ReadBluetooth = number => Said(Bluetooth, number),
        MayUse = path => !NotPermitted.Contains(Plain(path)),
    };

    /// <summary>A file with this text, and the folders to it.</summary>
    public MachineTree File(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folders.At(path))!);
        System.IO.File.WriteAllText(Folders.At(path), text + "\n");
        return this;
    }

    /// <param name="target">As it stands in the link.</param>
    public MachineTree Link(string path, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folders.At(path))!);
        System.IO.File.CreateSymbolicLink(Folders.At(path), target);
        return this;
    }

    /// <summary>A serial port of USB, as the kernel shows it.</summary>
    public MachineTree UsbPort(string port, string vendor, string product, string maker = "", string name = "", string? id = null)
    {
        var device = $"/sys/devices/usb1/1-{port}";
        File($"{device}/idVendor", vendor).File($"{device}/idProduct", product).File($"{device}/manufacturer", maker).File($"{device}/product", name);
        Directory.CreateDirectory(Folders.At($"{device}/1-{port}:1.0"));
        Link($"/sys/class/tty/{port}/device", $"../../../devices/usb1/1-{port}/1-{port}:1.0").File($"/dev/{port}");
        return id is null ? this : Link($"/dev/serial/by-id/{id}", $"../../{port}");
    }

    public ProbeReport Probe() => ProbeReport.Of(Folders, Doors);

    public ProbeGroup Group(string name) => Probe().Groups.Single(group => group.Name == name);

    private static TValue Said<TKey, TValue>(Dictionary<TKey, TValue> devices, TKey key)
        where TKey : notnull =>
        devices.TryGetValue(key, out var value) ? value : throw new KernelException($"open {key}", EACCES);

    private string Plain(string path) => path[Folders.At("").Length..];
}
