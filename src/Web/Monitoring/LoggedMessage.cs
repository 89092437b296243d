namespace PowerMeter.Web.Monitoring;

/// <summary>What a process has complained about.</summary>
/// <param name="Level">warning, error or critical.</param>
/// <param name="Text">The latest words, in English.</param>
public sealed record LoggedMessage(string Process, string Host, string Level, string Text, DateTimeOffset FirstAt, DateTimeOffset LastAt, long Times);
