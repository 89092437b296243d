using NodaTime;

namespace PowerMeter.Shared.Display;

/// <summary>The power of the sensors at a moment.</summary>
/// <param name="Watts">Their sum; counts only when the state is live.</param>
/// <param name="Since">When the one that has been silent for longest spoke last.</param>
/// <param name="FreshUntil">When a sensor is silent that says nothing until then; null when there is no power anyway.</param>
public sealed record PowerNow(PowerState State, double Watts = 0, Instant? Since = null, Instant? FreshUntil = null);
