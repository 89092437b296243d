using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>The kernel's converters from analogue to digital.</summary>
public static class IioProbe
{
    public static ProbeGroup Look(KernelFolders folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var chips = new Ina219Interfaces(new AttributeFiles(), folders.At("/sys")).Find();
        var findings = folders.List("/sys/bus/iio/devices", "iio:device*").Select(name => Describe($"/sys/bus/iio/devices/{name}", folders, chips)).ToList();
        return new ProbeGroup("iio", new Sentence("Probe_Iio"), findings, findings.Count > 0 ? null
            : new Sentence("Probe_NoIio"));
    }

    private static ProbeFinding Describe(string path, KernelFolders folders, IReadOnlyList<Ina219Entry> chips)
    {
        var found = folders.Read($"{path}/name") is { } name ? new ProbeFinding(path, name) : ProbeFinding.Nameless(path, new Sentence("Probe_NoName"));
        var chip = chips.FirstOrDefault(entry => entry.Directory == folders.At(path));
        return chip is null ? found : found with
        {
            Address = chip.Address is { } address ? Ina219Fault.Hex(address) : null,
            ProbablySaid = new Sentence("Probe_Ina219"),
            Add = KernelChip.Suggest(chip, path),
        };
    }
}
