using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

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
            ? chip.Finding with { ProbablySaid = new Sentence("Probe_HeaderChip", chip.Finding.ProbablySaid!) } : chip.Finding).ToList();
        return new ProbeGroup("gpio", Sentence.Verbatim("GPIO"), findings, findings.Count > 0 ? null
            : new Sentence("Probe_NoGpio"));
    }

    private static (ProbeFinding Finding, string? Label) Read(string path, KernelFolders folders, DeviceDoors doors)
    {
        var found = new ProbeFinding(path, Path.GetFileName(path));
        try
        {
            var info = doors.ReadGpio(folders.At(path));
            return (found with { Name = info.Label, ProbablySaid = new Sentence("Probe_Lines", (long)info.Lines) }, info.Label);
        }
        catch (KernelException e)
        {
            return (found with { ProblemSaid = RadioFault.OfLine(e, path, line: 0, consumer: "").Sentence }, null);
        }
    }
}
