namespace PowerMeter.Receiver.Drivers.Ina219;

/// <summary>What one look at the chip gave.</summary>
/// <param name="Volts">Bus voltage: 0 to 32 V.</param>
/// <param name="Amperes">Negative when the flow is reversed.</param>
/// <param name="Message">Of a fault: what it is and what helps. Of a reading: what should be put right though it is good.</param>
/// <param name="RetryAfter">When to look again; null: at the next reading's time.</param>
public readonly record struct Ina219Result(
    Ina219Outcome Outcome, double Volts = 0, double Amperes = 0, string? Message = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Bus voltage times signed current.</summary>
    public double Watts => Volts * Amperes;

    public static Ina219Result Measured(double volts, double amperes, string? advice = null) => new(Ina219Outcome.Measured, volts, amperes, advice);

    public static Ina219Result NotReady(TimeSpan retryAfter) => new(Ina219Outcome.NotReady, RetryAfter: retryAfter);

    public static Ina219Result Fault(string message, TimeSpan? retryAfter = null) => new(Ina219Outcome.Fault, Message: message, RetryAfter: retryAfter);
}
