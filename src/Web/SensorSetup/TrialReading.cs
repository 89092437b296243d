namespace PowerMeter.Web.SensorSetup;

/// <summary>What came of reading a sensor that is not stored yet.</summary>
/// <param name="Watts">Null when there was no reading.</param>
/// <param name="Volts">Null for a sensor that does not tell.</param>
/// <param name="Fault">Why there was none, and what helps; null with a reading.</param>
public sealed record TrialReading(double? Watts, double? Volts, string? Fault);
