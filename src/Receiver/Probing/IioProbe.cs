using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Probing;

/// <summary>The kernel's converters from analogue to digital.</summary>
public static class IioProbe
{
    public static ProbeGroup Look(KernelFolders folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var chips = new Ina219Interfaces(new AttributeFiles(), folders.At("/sys")).Find();
        var findings = folders.List("/sys/bus/iio/devices", "iio:device*").Select(name => Describe($"/sys/bus/iio/devices/{name}", folders, chips)).ToList();
        return new ProbeGroup("iio", "Measured by the kernel (IIO)", findings, findings.Count > 0 ? null
            : "The kernel has no converters. That is no fault: an INA219 is also read without it.");
    }

    private static ProbeFinding Describe(string path, KernelFolders folders, IReadOnlyList<Ina219Entry> chips)
    {
        var found = new ProbeFinding(path, folders.Read($"{path}/name") ?? "no name");
        var chip = chips.FirstOrDefault(entry => entry.Directory == folders.At(path));
        return chip is null ? found : found with
        {
            Address = chip.Address is { } address ? Ina219Fault.Hex(address) : null,
            Probably = "an INA219",
            Add = KernelChip.Suggest(chip, path),
        };
    }
}
