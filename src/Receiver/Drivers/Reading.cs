using NodaTime;

namespace PowerMeter.Receiver.Drivers;

/// <summary>What a driver read, before it is known whose it is.</summary>
/// <param name="Time">By the clock as it is, right or wrong; two may be the same. See <see cref="Dating.SampleDating"/>.</param>
/// <param name="Watts">Negative when the flow is reversed.</param>
/// <param name="Battery">State of charge in percent, or the cell's volts for sensors that say no more.</param>
/// <param name="SwitchedOn">Null for a sensor that does not switch its load.</param>
/// <param name="Advice">What the user should put right though the reading is good; null when nothing.</param>
public readonly record struct Reading(Instant Time, double Watts, float? Volts = null, float? Battery = null, bool? SwitchedOn = null, string? Advice = null);
