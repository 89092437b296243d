using System.Globalization;
using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Probing;

/// <summary>The chips with the pins' lines; the radio's CE is on one.</summary>
public static class GpioProbe
{
    public static ProbeGroup Look(KernelFolders folders, DeviceDoors doors)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(doors);
        var chips = folders.List("/dev", "gpiochip*").Select(name => Read($"/dev/{name}", folders, doors)).ToList();
        var header = HeaderGpio.Choose(chips.Select(chip => (chip.Finding.Device, chip.Label ?? "")));
        var findings = chips.Select(chip => chip.Label is not null && chip.Finding.Device == header
            ? chip.Finding with { Probably = $"{chip.Finding.Probably}; the one that the radio's CE is looked for on" } : chip.Finding).ToList();
        return new ProbeGroup("gpio", "GPIO", findings, findings.Count > 0 ? null
            : "There is no GPIO chip: the radio of a CitizenWatt sensor cannot be driven here. A Raspberry Pi has one as it is.");
    }

    private static (ProbeFinding Finding, string? Label) Read(string path, KernelFolders folders, DeviceDoors doors)
    {
        var found = new ProbeFinding(path, Path.GetFileName(path));
        try
        {
            var info = doors.ReadGpio(folders.At(path));
            return (found with { Name = info.Label, Probably = string.Create(CultureInfo.InvariantCulture, $"{info.Lines} lines") }, info.Label);
        }
        catch (KernelException e)
        {
            return (found with { Problem = RadioFault.OfLine(e, path, line: 0, consumer: "").Message }, null);
        }
    }
}
