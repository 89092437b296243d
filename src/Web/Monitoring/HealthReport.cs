namespace PowerMeter.Web.Monitoring;

/// <summary>One thing that was looked at.</summary>
/// <param name="Detail">What was seen, and what to do when it is not good.</param>
/// <param name="Situation">The same for pages: the end of the resource keys Health_… and, when it is not good, HealthDo_…</param>
/// <param name="Values">What these sentences have places for.</param>
public sealed record HealthCheck(string Name, HealthStatus Status, string Detail, string Situation, params object[] Values);

/// <summary>How the base station is: as its worst part.</summary>
public sealed record HealthReport(IReadOnlyList<HealthCheck> Checks)
{
    public HealthStatus Status => Checks.Max(check => check.Status);
}
