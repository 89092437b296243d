using System.Text.Json.Serialization;
using PowerMeter.Web.Api.V1;

namespace PowerMeter.Web.Monitoring;

/// <summary>How the base station is.</summary>
/// <param name="Status">ok, degraded (it works, and somebody should look at it) or down.</param>
/// <param name="Checks">What was looked at; when the database is down, what can be told without it.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<HealthCheckAnswer> Checks);

/// <summary>How one part of it is.</summary>
/// <param name="Name">database, schema, receiver, processor, rollups, spool, disk, clock, sensors or w3bstream.</param>
/// <param name="Status">ok, degraded or down.</param>
/// <param name="Detail">What was seen, and what to do when it is not good.</param>
internal sealed record HealthCheckAnswer(string Name, string Status, string Detail);

[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class HealthJson : JsonSerializerContext
{
    public static HealthJson Plain { get; } = new(V1Json.CreateOptions());
}
