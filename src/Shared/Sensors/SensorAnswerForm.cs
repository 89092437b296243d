using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerMeter.Shared.Sensors;

/// <summary>How the answers in <c>sensor_requests.result</c> are written.</summary>
public static class SensorAnswerForm
{
    /// <summary>Far within what the database takes, and more than any machine has.</summary>
    public const int MostDevices = 500;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
