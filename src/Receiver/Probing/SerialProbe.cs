namespace PowerMeter.Receiver.Probing;

/// <summary>The serial ports that something can be plugged into. None is opened: that would restart an Arduino.</summary>
public static class SerialProbe
{
    private const string ById = "/dev/serial/by-id";

    public static ProbeGroup Look(KernelFolders folders, DeviceDoors doors)
    {
        ArgumentNullException.ThrowIfNull(folders);
        ArgumentNullException.ThrowIfNull(doors);
        var stable = folders.List(ById, "*").ToLookup(id => folders.LinkName($"{ById}/{id}"), id => $"{ById}/{id}");
        string[] ports = [.. folders.List("/dev", "ttyACM*"), .. folders.List("/dev", "ttyUSB*"), .. folders.List("/dev", "ttyAMA*")];
        var findings = ports.Select(port => Describe(port, stable[port].FirstOrDefault(), folders, doors)).ToList();
        return new ProbeGroup("serial", "Serial ports", findings, findings.Count > 0 ? null
            : "There is no serial port of USB. Plug the Arduino in; if it is, take a cable that carries data, and look into dmesg.");
    }

    private static ProbeFinding Describe(string port, string? stableName, KernelFolders folders, DeviceDoors doors)
    {
        var device = stableName ?? $"/dev/{port}";
        var usb = UsbIdentity.Of(folders, port);
        var found = new ProbeFinding(device, usb?.ToString() ?? port)
        {
            Probably = usb?.Probably ?? "a port of the board itself: the console of a Raspberry Pi, unless that is switched off",
            Add = usb is { MayBeArduino: true } ? new SensorSuggestion("acs712", device) : null,
        };
        return doors.MayUse(folders.At($"/dev/{port}")) ? found : found with
        {
            Problem = $"This user may not use it. Add the Receiver's user to the group dialout: sudo usermod -aG dialout USER, and start the Receiver again.",
        };
    }
}
