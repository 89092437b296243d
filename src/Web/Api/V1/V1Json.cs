using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Api.V1;

/// <param name="Rejected">Only when single rows of what was sent are wrong.</param>
internal sealed record ProblemAnswer(
    string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RejectedRow>? Rejected);

internal sealed record SensorsAnswer(IReadOnlyList<SensorAnswer> Sensors);

/// <param name="Kind">Its driver, such as acs712; samples are posted to kind push.</param>
internal sealed record SensorAnswer(int Id, string Name, string Type, string Kind, double PeriodSeconds, double MaxGapSeconds, bool Enabled, string? State);

/// <param name="Since">RFC 3339, as the other time.</param>
/// <param name="SwitchedOn">Null for a sensor that does not switch.</param>
internal sealed record StatusAnswer(
    int SensorId, string? State, string? Since, string? LastSeen, double? LastWatts, float? Volts, float? Battery, bool? SwitchedOn,
    long Samples, long Rejected, string? Error, long SpoolDepth);

internal sealed record PushAnswer(int Accepted, int Inserted, int Unchanged, int Replaced, IReadOnlyList<RejectedRow> Rejected);

internal sealed record SwitchAnswer(bool SwitchedOn);

internal sealed record PairAnswer(bool Paired);

[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(SensorsAnswer))]
[JsonSerializable(typeof(SensorAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(PushAnswer))]
[JsonSerializable(typeof(SwitchAnswer))]
[JsonSerializable(typeof(PairAnswer))]
internal sealed partial class V1Json : JsonSerializerContext
{
    /// <summary>Quotes and accents as they are, since people read these answers: no browser takes them for HTML (see the header nosniff).</summary>
    public static V1Json Plain { get; } = new(CreateOptions());

    /// <summary>How every answer of /api/v1 is written; a new object each time, since a context keeps its own.</summary>
    public static JsonSerializerOptions CreateOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
