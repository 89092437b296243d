using PowerMeter.Shared.Language;

namespace PowerMeter.Web.SensorSetup;

/// <summary>What came of reading a sensor that is not stored yet.</summary>
/// <param name="Watts">Null when there was no reading.</param>
/// <param name="Volts">Null for a sensor that does not tell.</param>
/// <param name="Fault">Why there was none, and what helps; null with a reading.</param>
public sealed record TrialReading(double? Watts, double? Volts, string? Fault)
{
    /// <summary><see cref="Fault"/> for a page; null when it is in English only.</summary>
    public Sentence? FaultSaid { get; init; }

    /// <summary>What should be put right though there was a reading; null for nothing.</summary>
    public string? Advice { get; init; }

    /// <summary><see cref="Advice"/> for a page; null when it is in English only.</summary>
    public Sentence? AdviceSaid { get; init; }

    /// <summary>
    /// The sensor that runs and has the device, whose last reading this is: it was taken by that sensor's stored settings, not
    /// by the draft's. Null when the device was read just now.
    /// </summary>
    public string? RunningSensor { get; init; }
}
