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

    /// <summary>By the number N of hciN.</summary>
    public Func<int, BluetoothAdapterInfo> ReadBluetooth { get; init; } = BluetoothAdapterInfo.Read;
}
