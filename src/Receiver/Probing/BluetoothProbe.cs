using System.Globalization;
using PowerMeter.Receiver.Linux;

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
        return new ProbeGroup("bluetooth", "Bluetooth", findings, findings.Count > 0 ? null
            : "There is no Bluetooth adapter. On a Raspberry Pi: sudo apt install pi-bluetooth, and take dtoverlay=disable-bt out of config.txt; else plug one in.");
    }

    private static ProbeFinding Describe(string name, KernelFolders folders, DeviceDoors doors)
    {
        var found = new ProbeFinding(name, "adapter") { Probably = "for an AWOX SmartPlug: add it by the plug's own address, which bluetoothctl scan le shows" };
        if (folders.List($"/sys/class/bluetooth/{name}", "rfkill*").Any(switched => folders.Read($"/sys/class/bluetooth/{name}/{switched}/soft") == "1"))
            return found with { Problem = "It is switched off: sudo rfkill unblock bluetooth." };
        try
        {
            var info = doors.ReadBluetooth(int.Parse(name.AsSpan("hci".Length), NumberStyles.None, CultureInfo.InvariantCulture));
            found = found with { Address = info.Address };
            return info.IsUp ? found : found with { Problem = $"It is off: sudo bluetoothctl power on, or sudo hciconfig {name} up." };
        }
        catch (KernelException e)
        {
            return found with { Problem = $"It cannot be asked ({e.Message})." };
        }
    }
}
