using PowerMeter.Receiver.Linux;

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

    private static ProbeFinding Describe(string path, KernelFolders folders, DeviceDoors doors) => new(path, Path.GetFileName(path));
}
