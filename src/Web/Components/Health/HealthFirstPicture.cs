using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Health;

/// <summary>What the page of the base station's health shows first.</summary>
/// <param name="LookedAt">By the clock of the site.</param>
internal sealed record HealthFirstPicture(
    HealthReport Report, DateTime LookedAt, IReadOnlyList<SensorView> Sensors, IReadOnlyList<RunningProcess> Processes, IReadOnlyList<LoggedMessage> Messages);
