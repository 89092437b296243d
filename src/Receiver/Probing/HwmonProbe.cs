using System.Globalization;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Receiver.Linux;

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
        return new ProbeGroup("hwmon", "Measured by the kernel (hwmon)", findings, findings.Count > 0 ? null
            : "The kernel measures nothing itself. That is no fault: an INA219 is also read without it.");
    }

    private static ProbeFinding Describe(string path, KernelFolders folders, IReadOnlyList<Ina219Entry> chips)
    {
        var name = folders.Read($"{path}/name") ?? "no name";
        var values = string.Join(", ", Values.Select(value => Value(folders.Read($"{path}/{value.File}"), value.Scale, value.Unit)).OfType<string>());
        var found = new ProbeFinding(path, name) { Probably = values.Length > 0 ? values : null };
        var chip = chips.FirstOrDefault(entry => entry.Directory == folders.At(path));
        return chip is null ? found : found with
        {
            Address = chip.Address is { } address ? Ina219Fault.Hex(address) : null,
            Probably = values.Length > 0 ? $"an INA219: {values}" : "an INA219",
            Add = KernelChip.Suggest(chip, path),
        };
    }

    private static string? Value(string? text, double scale, string unit) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"{number * scale:0.###} {unit}") : null;
}
