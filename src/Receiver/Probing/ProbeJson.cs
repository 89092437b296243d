using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerMeter.Receiver.Probing;

/// <summary>A report as JSON; docs/probe.md says what each field is.</summary>
public static class ProbeJson
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // For files and pipes, not for HTML: Ω and ² may stand as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(ProbeReport report) => JsonSerializer.Serialize(report, Form);

    public static string Of(LiveReading reading) => JsonSerializer.Serialize(reading, Form);
}
