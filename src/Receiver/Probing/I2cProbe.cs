using System.Globalization;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Probing;

/// <summary>The I²C buses, and what answers on them.</summary>
public static class I2cProbe
{
    /// <summary>INA219 data sheet, table 2: what register 0 holds after a reset.</summary>
    private const ushort Ina219Reset = 0x399F;

    public static ProbeGroup Look(KernelFolders folders, DeviceDoors doors)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(doors);
        var known = folders.List("/sys/bus/i2c/devices", "i2c-*");
        var buses = folders.List("/dev", "i2c-*").Union(known).Where(bus => Number(bus) is not null).OrderBy(Number).ToList();
        return new ProbeGroup("i2c", Sentence.Verbatim("I²C"), [.. buses.SelectMany(bus => LookAt(bus, folders, doors))], buses.Count > 0 ? null
            : new Sentence("Probe_NoI2c"));
    }

    private static IEnumerable<ProbeFinding> LookAt(string bus, KernelFolders folders, DeviceDoors doors)
    {
        var device = $"/dev/{bus}";
        var found = folders.Read($"/sys/bus/i2c/devices/{bus}/name") is { } name
            ? new ProbeFinding(device, name) : ProbeFinding.Nameless(device, new Sentence("Probe_Bus"));
        if (!folders.Exists(device)) return [found with { ProblemSaid = new Sentence("Probe_NoBusFile", device) }];
        // On a PC's board the SMBus has the memory's and the fans' chips: they are not ours to ask. Such a bus is called "SMBus
        // I801 adapter at f000", "SMBus PIIX4 adapter port 0 at 0b00" and so on; the kernel's i2c-stub "SMBus stub driver".
        if (found.Name.StartsWith("SMBus ", StringComparison.Ordinal) && found.Name.Contains(" adapter", StringComparison.Ordinal))
            return [found with { ProblemSaid = new Sentence("Probe_BoardBus") }];
        try
        {
            var answers = doors.ScanI2c(folders.At(device));
            return answers.Count == 0
                ? [found with { ProbablySaid = new Sentence("Probe_EmptyBus") }]
                : [found, .. answers.Select(answer => Describe(answer, bus, folders, doors))];
        }
        catch (KernelException e)
        {
            return [found with { ProblemSaid = e.Errno == LibC.I2c.ETIMEDOUT
                ? new Sentence("Probe_HeldBus", device) : Ina219Fault.Opening(e, device).Sentence }];
        }
    }

    private static ProbeFinding Describe(I2cAnswer answer, string bus, KernelFolders folders, DeviceDoors doors)
    {
        var device = $"/dev/{bus}";
        var client = $"/sys/bus/i2c/devices/{Ina219Interfaces.Client(Number(bus)!.Value, answer.Address)}";
        var address = Ina219Fault.Hex(answer.Address);
        var found = new ProbeFinding(device, folders.Read($"{client}/name") ?? "") { Address = address };
        if (answer.Held)
        {
            var driver = folders.LinkName($"{client}/driver") is { } name ? Sentence.Verbatim(name) : new Sentence("Ina219_AnotherChip");
            return found.Name is "ina219" or "ina220"
                ? found with { ProbablySaid = new Sentence("Probe_HeldIna219", driver), Add = Ina219(device, address) }
                : found with { ProbablySaid = new Sentence("Probe_Held", driver) };
        }

        if (answer.Address is < Ina219Options.FirstAddress or > Ina219Options.LastAddress) return found with { ProbablySaid = Usual(answer.Address) };
        var word = doors.AskI2c(folders.At(device), answer.Address).Word;
        return word switch
        {
            null => found with { ProbablySaid = new Sentence("Probe_NoRegisters") },
            Ina219Reset => found with { ProbablySaid = new Sentence("Probe_Ina219"), Add = Ina219(device, address) },
            // Set up by whoever reads it now; bit 15 resets and reads 0, bit 14 is always 0.
            < 0x4000 => found with { ProbablySaid = new Sentence("Probe_PerhapsIna219"), Add = Ina219(device, address) },
            _ => found with { ProbablySaid = new Sentence("Probe_NoIna219") },
        };
    }

    private static SensorSuggestion Ina219(string device, string address) =>
        new("ina219", device, address == "0x40" ? new Dictionary<string, string>() : new() { ["address"] = address });

    /// <summary>What this address usually is, on boards that people have.</summary>
    private static Sentence Usual(int address) => address switch
    {
        0x36 => new Sentence("Probe_FuelGauge"),
        0x3C or 0x3D => new Sentence("Probe_SmallDisplay"),
        0x68 => new Sentence("Probe_RealTimeClock"),
        0x76 or 0x77 => new Sentence("Probe_Barometer"),
        >= 0x50 and <= 0x57 => new Sentence("Probe_MemoryChip"),
        _ => new Sentence("Probe_NothingKnown"),
    };

    private static int? Number(string bus) =>
        int.TryParse(bus.AsSpan("i2c-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
