namespace PowerMeter.Processor.W3bstream;

/// <summary>What one window holds: the half-open span [Start, End) in unix microseconds.</summary>
/// <param name="Watts">Time-weighted mean of the power over the covered part of the window, in watts.</param>
/// <param name="CoveredMicroseconds">How much of the window samples cover; above 0.</param>
public sealed record Reading(long Start, long End, double Watts, long CoveredMicroseconds);
