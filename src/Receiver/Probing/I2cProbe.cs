using System.Globalization;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
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
        return new ProbeGroup("i2c", "I²C", [.. buses.SelectMany(bus => LookAt(bus, folders, doors))], buses.Count > 0 ? null
            : "There is no I²C bus. On a Raspberry Pi enable it (raspi-config, Interface Options, I2C; or dtparam=i2c_arm=on in config.txt and a restart), then: sudo modprobe i2c-dev.");
    }

    private static IEnumerable<ProbeFinding> LookAt(string bus, KernelFolders folders, DeviceDoors doors)
    {
        var device = $"/dev/{bus}";
        var found = new ProbeFinding(device, folders.Read($"/sys/bus/i2c/devices/{bus}/name") ?? "bus");
        if (!folders.Exists(device)) return [found with { Problem = $"There is no {device}: sudo modprobe i2c-dev." }];
        // On a PC's board the SMBus has the memory's and the fans' chips: they are not ours to ask. Such a bus is called "SMBus
        // I801 adapter at f000", "SMBus PIIX4 adapter port 0 at 0b00" and so on; the kernel's i2c-stub "SMBus stub driver".
        if (found.Name.StartsWith("SMBus ", StringComparison.Ordinal) && found.Name.Contains(" adapter", StringComparison.Ordinal))
            return [found with { Problem = "This bus belongs to the PC's own board: it is not asked." }];
        try
        {
            var answers = doors.ScanI2c(folders.At(device));
            return answers.Count == 0
                ? [found with { Probably = "nothing answers on it" }]
                : [found, .. answers.Select(answer => Describe(answer, bus, folders, doors))];
        }
        catch (KernelException e)
        {
            return [found with { Problem = e.Errno == LibC.I2c.ETIMEDOUT
                ? $"{device} gets no answer in time: is SDA or SCL held down, or not wired?" : Ina219Fault.Opening(e, device).Message }];
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
            var driver = folders.LinkName($"{client}/driver") ?? "of another chip";
            return found.Name is "ina219" or "ina220"
                ? found with { Probably = $"an INA219, which the kernel driver {driver} has", Add = Ina219(device, address) }
                : found with { Probably = $"the kernel driver {driver} has it" };
        }

        if (answer.Address is < Ina219Options.FirstAddress or > Ina219Options.LastAddress) return found with { Probably = Usual(answer.Address) };
        var word = doors.AskI2c(folders.At(device), answer.Address).Word;
        return word switch
        {
            null => found with { Probably = "something that answers, but has no registers of 16 bits" },
            Ina219Reset => found with { Probably = "an INA219", Add = Ina219(device, address) },
            // Set up by whoever reads it now; bit 15 resets and reads 0, bit 14 is always 0.
            < 0x4000 => found with { Probably = "perhaps an INA219 that is set up already", Add = Ina219(device, address) },
            _ => found with { Probably = "something else than an INA219" },
        };
    }

    private static SensorSuggestion Ina219(string device, string address) =>
        new("ina219", device, address == "0x40" ? new Dictionary<string, string>() : new() { ["address"] = address });

    /// <summary>What this address usually is, on boards that people have.</summary>
    private static string Usual(int address) => address switch
    {
        0x36 => "perhaps a MAX17043 fuel gauge",
        0x3C or 0x3D => "perhaps a small display",
        0x68 => "perhaps a real-time clock",
        0x76 or 0x77 => "perhaps a thermometer or barometer",
        >= 0x50 and <= 0x57 => "perhaps a memory chip",
        _ => "no sensor that is known here",
    };

    private static int? Number(string bus) =>
        int.TryParse(bus.AsSpan("i2c-".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
