namespace PowerMeter.Benchmarks.Api;

/// <summary>What the dashboards saw; times in milliseconds, of the calls that were answered.</summary>
internal sealed record DashboardResult(
    int Calls, int Failed, double Median, double Ninetyninth, double Greatest, double EmptyMedian, double EmptyNinetyninth);
