using System.Text.Json;
using System.Text.Json.Nodes;

namespace PowerMeter.Shared.Sensors;

/// <summary>How a setting that was typed stands in <c>sensors.settings</c>.</summary>
public static class SettingValue
{
    /// <summary>A JSON number, true or false when it is one as it stands; else text, such as <c>0x40</c>.</summary>
    public static JsonValue Of(string value)
    {
        try
        {
            if (JsonNode.Parse(value) is JsonValue parsed && parsed.GetValueKind() is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                return parsed;
        }
        catch (JsonException)
        {
            // Text.
        }

        return JsonValue.Create(value);
    }
}
