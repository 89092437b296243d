using PowerMeter.Receiver.Drivers.CitizenWatt;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Probing;

/// <summary>How devices are looked at; none of it writes to one. Each may throw <see cref="KernelException"/>.</summary>
public sealed record DeviceDoors
{
    /// <summary>Whether this user may read and write a device file. Opening it would restart an Arduino.</summary>
    public Func<string, bool> MayUse { get; init; } = FileAccessCheck.MayReadAndWrite;

    /// <summary>The addresses of an I²C bus that answer, or that the kernel has.</summary>
    public Func<string, IReadOnlyList<I2cAnswer>> ScanI2c { get; init; } = I2cScan.Scan;

    /// <summary>One address's register 0.</summary>
    public Func<string, int, I2cAnswer> AskI2c { get; init; } = I2cBus.Ask;

    /// <summary>Whether an SPI device is the radio of a CitizenWatt sensor.</summary>
    public Func<string, Nrf24Finding> LookAtSpi { get; init; } = LookForRadio;

    public Func<string, GpioChipInfo> ReadGpio { get; init; } = ReadChip;

    /// <summary>By the number N of hciN.</summary>
    public Func<int, BluetoothAdapterInfo> ReadBluetooth { get; init; } = BluetoothAdapterInfo.Read;

    private static Nrf24Finding LookForRadio(string path)
    {
        // As slow as the radio's driver has it by default: what answers at this pace is wired well enough.
        using var spi = SpiDevice.Open(path, hertz: 1_000_000);
        return Nrf24Probe.Look(spi);
    }

    private static GpioChipInfo ReadChip(string path)
    {
        using var chip = GpioChip.Open(path);
        return chip.ReadInfo();
    }
}
