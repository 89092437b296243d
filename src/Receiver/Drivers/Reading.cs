using NodaTime;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers;

/// <summary>What a driver read, before it is known whose it is.</summary>
/// <param name="Time">By the clock as it is, right or wrong; two may be the same. See <see cref="Dating.SampleDating"/>.</param>
/// <param name="Watts">Negative when the flow is reversed.</param>
/// <param name="Battery">State of charge in percent, or the cell's volts for sensors that say no more.</param>
/// <param name="SwitchedOn">Null for a sensor that does not switch its load.</param>
/// <param name="Advice">What the user should put right though the reading is good; null when nothing.</param>
public readonly record struct Reading(Instant Time, double Watts, float? Volts = null, float? Battery = null, bool? SwitchedOn = null, Sentence? Advice = null)
{
    /// <summary>
    /// As a comparison with a reference meter corrects it. A driver's own bounds and noise floor come before: they are of what
    /// the device says, whatever its reading is then taken for.
    /// </summary>
    /// <param name="factor">0.1 to 10.</param>
    public Reading Calibrated(double factor) => this with { Watts = Watts * factor };
}
