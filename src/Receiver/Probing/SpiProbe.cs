using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Probing;

/// <summary>The SPI devices, and whether a radio is there.</summary>
public static class SpiProbe
{
    public static ProbeGroup Look(KernelFolders folders, DeviceDoors doors)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(doors);
        var findings = folders.List("/dev", "spidev*").Select(name => Describe($"/dev/{name}", folders, doors)).ToList();
        return new ProbeGroup("spi", Sentence.Verbatim("SPI"), findings, findings.Count > 0 ? null
            : new Sentence("Probe_NoSpi"));
    }

    private static ProbeFinding Describe(string path, KernelFolders folders, DeviceDoors doors)
    {
        var found = new ProbeFinding(path, Path.GetFileName(path));
        try
        {
            return doors.LookAtSpi(folders.At(path)) switch
            {
                Nrf24Finding.Radio => found with
                {
                    ProbablySaid = new Sentence("Probe_Radio"),
                    Add = new SensorSuggestion("citizenwatt", path, new Dictionary<string, string>(), "--secret aes_key"),
                },
                Nrf24Finding.NothingReadsLow => found with { ProbablySaid = new Sentence("Probe_ReadsLow") },
                Nrf24Finding.NothingReadsHigh => found with { ProbablySaid = new Sentence("Probe_ReadsHigh") },
                _ => found with { ProbablySaid = new Sentence("Probe_NoRadio") },
            };
        }
        catch (KernelException e)
        {
            return found with { ProblemSaid = RadioFault.OfSpi(e, new CitizenWattOptions(default, path)).Sentence };
        }
    }
}
