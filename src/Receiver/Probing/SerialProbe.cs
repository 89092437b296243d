using PowerMeter.Shared.Language;

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
        return new ProbeGroup("serial", new Sentence("Probe_SerialPorts"), findings, findings.Count > 0 ? null
            : new Sentence("Probe_NoSerial"));
    }

    private static ProbeFinding Describe(string port, string? stableName, KernelFolders folders, DeviceDoors doors)
    {
        var device = stableName ?? $"/dev/{port}";
        var usb = UsbIdentity.Of(folders, port);
        var found = new ProbeFinding(device, usb?.ToString() ?? port)
        {
            ProbablySaid = usb?.Probably ?? new Sentence("Probe_BoardPort"),
            Add = usb is { MayBeArduino: true } ? new SensorSuggestion("acs712", device) : null,
        };
        return doors.MayUse(folders.At($"/dev/{port}")) ? found : found with
        {
            ProblemSaid = new Sentence("Probe_PortForbidden"),
        };
    }
}
