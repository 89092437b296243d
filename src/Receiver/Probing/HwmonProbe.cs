using System.Globalization;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>What the kernel itself measures: volts, amperes and watts.</summary>
public static class HwmonProbe
{
    /// <summary>The files with a value, what it counts, and its unit (kernel, Documentation/hwmon/sysfs-interface.rst).</summary>
    private static readonly (string File, double Scale, string Unit)[] Values =
        [("in0_input", 1e-3, "V"), ("in1_input", 1e-3, "V"), ("curr1_input", 1e-3, "A"), ("power1_input", 1e-6, "W")];

    public static ProbeGroup Look(KernelFolders folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var chips = new Ina219Interfaces(new AttributeFiles(), folders.At("/sys")).Find();
        var findings = folders.List("/sys/class/hwmon", "hwmon*").Select(name => Describe($"/sys/class/hwmon/{name}", folders, chips)).ToList();
        return new ProbeGroup("hwmon", new Sentence("Probe_Hwmon"), findings, findings.Count > 0 ? null
            : new Sentence("Probe_NoHwmon"));
    }

    private static ProbeFinding Describe(string path, KernelFolders folders, IReadOnlyList<Ina219Entry> chips)
    {
        var values = string.Join(", ", Values.Select(value => Value(folders.Read($"{path}/{value.File}"), value.Scale, value.Unit)).OfType<string>());
        var found = Named(path, folders.Read($"{path}/name")) with { ProbablySaid = values.Length > 0 ? Sentence.Verbatim(values) : null };
        var chip = chips.FirstOrDefault(entry => entry.Directory == folders.At(path));
        return chip is null ? found : found with
        {
            Address = chip.Address is { } address ? Ina219Fault.Hex(address) : null,
            ProbablySaid = values.Length > 0 ? new Sentence("Probe_Ina219Values", values) : new Sentence("Probe_Ina219"),
            Add = KernelChip.Suggest(chip, path),
        };
    }

    private static ProbeFinding Named(string path, string? name) => name is null ? ProbeFinding.Nameless(path, new Sentence("Probe_NoName")) : new ProbeFinding(path, name);

    private static string? Value(string? text, double scale, string unit) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"{number * scale:0.###} {unit}") : null;
}
