using System.Globalization;
using System.Text.Json.Nodes;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Probing;

/// <summary>Whether the settings of two sensors of one kind may mean the same device.</summary>
internal static class SameDevice
{
    public static bool MayBe(JsonObject left, JsonObject right) => SensorKind.Identity.All(key => IsSame(left[key], right[key]));

    /// <summary>Whether both may mean the same; one that is not said may be any. Better not read than disturbed.</summary>
    private static bool IsSame(JsonNode? left, JsonNode? right) =>
        left is null || right is null || string.Equals(Plain(left.ToString()), Plain(right.ToString()), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) =>
        text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture) : Target(text);

    /// <summary>What a name under /dev/serial/by-id leads to.</summary>
    private static string Target(string device)
    {
        try
        {
            return device.StartsWith('/') && File.Exists(device) ? File.ResolveLinkTarget(device, returnFinalTarget: true)?.FullName ?? device : device;
        }
        catch (IOException)
        {
            return device;
        }
    }
}
