namespace PowerMeter.Web.Monitoring;

/// <summary>A process that has lived within the last day.</summary>
/// <param name="Process">receiver, processor or web.</param>
/// <param name="Host">The machine it runs on.</param>
public sealed record RunningProcess(string Process, string Host, string Version, DateTimeOffset StartedAt, DateTimeOffset BeatAt);
