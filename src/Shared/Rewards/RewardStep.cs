namespace PowerMeter.Shared.Rewards;

/// <summary>One row of the table of thresholds.</summary>
/// <param name="BelowWatts">It holds below this power, in watts; above 0.</param>
/// <param name="TokensPerHour">At least 0.</param>
public sealed record RewardStep(double BelowWatts, double TokensPerHour);
