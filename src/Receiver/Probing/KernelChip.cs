using System.Globalization;
using PowerMeter.Receiver.Drivers.Ina219;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Probing;

/// <summary>How an INA219 that a kernel driver has is added.</summary>
internal static class KernelChip
{
    /// <summary>By its bus, whose name stays from boot to boot; by the driver's folder when the kernel does not tell the bus.</summary>
    public static SensorSuggestion Suggest(Ina219Entry chip, string path)
    {
        if (chip.Bus is not { } bus) return new SensorSuggestion("ina219", path);
        var device = string.Create(CultureInfo.InvariantCulture, $"/dev/i2c-{bus}");
        return chip.Address is { } address and not Ina219Options.FirstAddress
            ? new SensorSuggestion("ina219", device, new Dictionary<string, string> { ["address"] = Ina219Fault.Hex(address) })
            : new SensorSuggestion("ina219", device);
    }
}
