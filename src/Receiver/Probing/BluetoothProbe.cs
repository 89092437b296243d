using System.Globalization;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Probing;

/// <summary>The Bluetooth adapters; a smart plug is reached by one.</summary>
public static class BluetoothProbe
{
    public static ProbeGroup Look(KernelFolders folders, DeviceDoors doors)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(doors);
        // hci0:11 and the like are connections.
        var findings = folders.List("/sys/class/bluetooth", "hci*").Where(name => !name.Contains(':', StringComparison.Ordinal))
            .Select(name => Describe(name, folders, doors)).ToList();
        return new ProbeGroup("bluetooth", Sentence.Verbatim("Bluetooth"), findings, findings.Count > 0 ? null
            : new Sentence("Probe_NoBluetooth"));
    }

    private static ProbeFinding Describe(string name, KernelFolders folders, DeviceDoors doors)
    {
        var found = ProbeFinding.Nameless(name, new Sentence("Probe_Adapter")) with { ProbablySaid = new Sentence("Probe_ForPlugs") };
        if (folders.List($"/sys/class/bluetooth/{name}", "rfkill*").Any(switched => folders.Read($"/sys/class/bluetooth/{name}/{switched}/soft") == "1"))
            return found with { ProblemSaid = new Sentence("Probe_Blocked") };
        try
        {
            var info = doors.ReadBluetooth(int.Parse(name.AsSpan("hci".Length), NumberStyles.None, CultureInfo.InvariantCulture));
            found = found with { Address = info.Address };
            return info.IsUp ? found : found with { ProblemSaid = new Sentence("Probe_Off", name) };
        }
        catch (KernelException e)
        {
            return found with { ProblemSaid = new Sentence("Probe_NotAsked", e.Message) };
        }
    }
}
