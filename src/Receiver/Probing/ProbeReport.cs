namespace PowerMeter.Receiver.Probing;

/// <summary>What a machine has; see docs/probe.md.</summary>
/// <param name="Version">Of this form: it changes when something of it goes or gets another meaning.</param>
/// <param name="Machine">The board's name, or the processor's when the board has none.</param>
public sealed record ProbeReport(int Version, string Machine, IReadOnlyList<ProbeGroup> Groups)
{
    public const int CurrentVersion = 1;

    /// <summary>Looks at all of a machine, and writes to no device.</summary>
    public static ProbeReport Of(KernelFolders folders, DeviceDoors doors)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return new ProbeReport(CurrentVersion, folders.Board, [
            I2cProbe.Look(folders, doors),
            HwmonProbe.Look(folders),
            IioProbe.Look(folders),
            SpiProbe.Look(folders, doors),
            GpioProbe.Look(folders, doors),
            SerialProbe.Look(folders, doors),
            BluetoothProbe.Look(folders, doors),
        ]);
    }
}
