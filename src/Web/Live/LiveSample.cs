using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>A sample with what else its sensor said.</summary>
/// <param name="Volts">Null for a sensor that does not measure it.</param>
/// <param name="Battery">Percent, or the cell's volts for a sensor that says no more; null without a battery.</param>
public readonly record struct LiveSample(StoredSample Stored, float? Volts, float? Battery);
