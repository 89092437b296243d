using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Probing;

/// <summary>The chips with the pins' lines; the radio's CE is on one.</summary>
public static class GpioProbe
{
    public static ProbeGroup Look(KernelFolders folders, DeviceDoors doors)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(doors);
        var findings = folders.List("/dev", "gpiochip*").Select(name => Describe($"/dev/{name}", folders, doors)).ToList();
        return new ProbeGroup("gpio", "GPIO", findings, findings.Count > 0 ? null
            : "There is no GPIO chip: the radio of a CitizenWatt sensor cannot be driven here. A Raspberry Pi has one as it is.");
    }

    private static ProbeFinding Describe(string path, KernelFolders folders, DeviceDoors doors) => new(path, Path.GetFileName(path));
}
