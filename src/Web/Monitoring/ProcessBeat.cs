namespace PowerMeter.Web.Monitoring;

/// <summary>The youngest heartbeat of a process, whichever machine it runs on.</summary>
/// <param name="Process">receiver, processor or web.</param>
/// <param name="AgeSeconds">Since it said last that it lives.</param>
/// <param name="Version">Of the program.</param>
public sealed record ProcessBeat(string Process, double AgeSeconds, string Version);
