using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerMeter.Web.Push;

namespace PowerMeter.Web.Api.V1;

/// <summary>Why a call was not done (RFC 9457).</summary>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Detail">What was wrong, what was given, and what is allowed.</param>
/// <param name="Rejected">Only when single rows of what was sent are wrong.</param>
internal sealed record ProblemAnswer(
    string Title, int Status, string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<RejectedRow>? Rejected);

/// <summary>The sensors.</summary>
/// <param name="Sensors">By number.</param>
internal sealed record SensorsAnswer(IReadOnlyList<SensorAnswer> Sensors);

/// <summary>A sensor.</summary>
/// <param name="Id">Its number, which never changes.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Type">What it measures, such as Electricity.</param>
/// <param name="PeriodSeconds">The time from one sample to the next, in seconds.</param>
/// <param name="MaxGapSeconds">A longer time without a sample carries no energy, in seconds.</param>
/// <param name="Enabled">False when it is paused: nothing is taken from it.</param>
/// <param name="State">How it is, starting, running, silent, absent, fault, paused or stopped; null when nobody ever spoke of it.</param>
/// <param name="Kind">Its driver, such as acs712; samples are posted to kind push.</param>
internal sealed record SensorAnswer(int Id, string Name, string Type, string Kind, double PeriodSeconds, double MaxGapSeconds, bool Enabled, string? State);

/// <summary>How a sensor is.</summary>
/// <param name="SensorId">The sensor's number.</param>
/// <param name="State">How it is, starting, running, silent, absent, fault, paused or stopped; null when nobody ever spoke of it.</param>
/// <param name="Since">When the state began, RFC 3339.</param>
/// <param name="LastSeen">When its newest sample was taken, RFC 3339.</param>
/// <param name="LastWatts">The power of the newest sample, in watts.</param>
/// <param name="Volts">The mains voltage, in volts; null when it does not measure it.</param>
/// <param name="Battery">The battery, in percent, or the cell's volts for a sensor that says no more; null without one.</param>
/// <param name="SwitchedOn">Whether the load is on; null for a sensor that does not switch.</param>
/// <param name="Samples">How many were taken since its Receiver started; ever, when they are pushed.</param>
/// <param name="Rejected">How many were refused in that time.</param>
/// <param name="Error">Why it fails, or why the last one was refused; null when all is well.</param>
/// <param name="SpoolDepth">How many samples of its Receiver wait on disk for the database.</param>
internal sealed record StatusAnswer(
    int SensorId, string? State, string? Since, string? LastSeen, double? LastWatts, float? Volts, float? Battery, bool? SwitchedOn,
    long Samples, long Rejected, string? Error, long SpoolDepth);

/// <summary>What became of the samples that were sent.</summary>
/// <param name="Accepted">Rows that were right.</param>
/// <param name="Inserted">Of these, samples that are new.</param>
/// <param name="Unchanged">Of these, samples that were there already.</param>
/// <param name="Replaced">Of these, samples that had another value at the same time.</param>
/// <param name="Rejected">Rows that were wrong; only with partial=true.</param>
internal sealed record PushAnswer(int Accepted, int Inserted, int Unchanged, int Replaced, IReadOnlyList<RejectedRow> Rejected);

/// <summary>What a load is asked to do.</summary>
/// <param name="On">True to switch it on, false to switch it off.</param>
internal sealed record SwitchRequest(bool On);

/// <summary>What a load does now.</summary>
/// <param name="SwitchedOn">True when it is on.</param>
internal sealed record SwitchAnswer(bool SwitchedOn);

/// <summary>Whether a sensor is paired anew.</summary>
/// <param name="Paired">Always true: what fails is a problem.</param>
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
