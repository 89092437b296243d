using PowerMeter.Shared.Language;

namespace PowerMeter.Shared.Sensors;

/// <summary>What came of a reading, as the Receiver answers a request of the kind <c>read</c>.</summary>
/// <param name="Watts">Calibrated; null when there was none.</param>
/// <param name="Volts">Null for a sensor that does not tell.</param>
/// <param name="Fault">Why there was none, and what helps; null with a reading.</param>
/// <param name="Advice">What should be put right though there was one; null for nothing.</param>
/// <param name="RunningSensor">The name of the sensor that has the device and whose last reading this is; null when the device was read for it.</param>
public sealed record TakenReading(double? Watts, double? Volts, string? Fault, string? Advice = null, string? RunningSensor = null)
{
    /// <summary><see cref="Fault"/> for a page; null when it is in English only, as from an older Receiver.</summary>
    public Sentence? FaultSaid { get; init; }

    /// <summary><see cref="Advice"/> for a page, as <see cref="FaultSaid"/>.</summary>
    public Sentence? AdviceSaid { get; init; }

    public static TakenReading Of(double watts, double? volts, Sentence? advice, string? runningSensor = null) =>
        new(watts, volts, null, advice?.ToString(), runningSensor) { AdviceSaid = advice };

    public static TakenReading None(Sentence fault, string? runningSensor = null) =>
        new(null, null, fault?.ToString(), null, runningSensor) { FaultSaid = fault };
}
