using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;
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
        return new ProbeGroup("spi", "SPI", findings, findings.Count > 0 ? null
            : "There is no SPI device. On a Raspberry Pi enable it: raspi-config, Interface Options, SPI; or dtparam=spi=on in config.txt and a restart.");
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
                    Probably = "an nRF24L01+, the radio of a CitizenWatt sensor",
                    Add = new SensorSuggestion("citizenwatt", path, new Dictionary<string, string>(), "--secret aes_key"),
                },
                Nrf24Finding.NothingReadsLow => found with { Probably = "nothing, or a radio without supply or whose MISO is not wired: it reads as 0x00" },
                Nrf24Finding.NothingReadsHigh => found with { Probably = "nothing: it reads as 0xFF" },
                _ => found with { Probably = "something that is no nRF24L01+, or one that is badly wired" },
            };
        }
        catch (KernelException e)
        {
            return found with { Problem = RadioFault.OfSpi(e, new CitizenWattOptions(default, path)).Message };
        }
    }
}
