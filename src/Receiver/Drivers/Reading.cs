using NodaTime;

namespace PowerMeter.Receiver.Drivers;

/// <summary>What a driver read, before it is known whose it is.</summary>
/// <param name="Watts">Negative when the flow is reversed.</param>
/// <param name="Battery">State of charge in percent.</param>
public readonly record struct Reading(Instant Time, double Watts, float? Volts = null, float? Battery = null);
