using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>What one look at the chip gave.</summary>
/// <param name="Volts">Bus voltage: 0 to 32 V.</param>
/// <param name="Amperes">Negative when the flow is reversed.</param>
/// <param name="Said">Of a fault: what it is and what helps. Of a reading: what should be put right though it is good.</param>
/// <param name="RetryAfter">When to look again; null: at the next reading's time.</param>
public readonly record struct Ina219Result(
    Ina219Outcome Outcome, double Volts = 0, double Amperes = 0, Sentence? Said = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Bus voltage times signed current.</summary>
    public double Watts => Volts * Amperes;

    public static Ina219Result Measured(double volts, double amperes, Sentence? advice = null) => new(Ina219Outcome.Measured, volts, amperes, advice);

    public static Ina219Result NotReady(TimeSpan retryAfter) => new(Ina219Outcome.NotReady, RetryAfter: retryAfter);

    public static Ina219Result Fault(Sentence sentence, TimeSpan? retryAfter = null) => new(Ina219Outcome.Fault, Said: sentence, RetryAfter: retryAfter);
}
