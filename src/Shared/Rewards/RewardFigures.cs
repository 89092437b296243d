namespace PowerMeter.Shared.Rewards;

/// <summary>What the readings should earn.</summary>
/// <param name="MeanWatts">Mean power of the last 30 s that samples cover; null when the sensors are silent.</param>
/// <param name="TokensPerHour">The rate at that power; null without one.</param>
/// <param name="TokensToday">Since midnight in the site's zone.</param>
/// <param name="TokensThisMonth">Since the first of the month.</param>
public sealed record RewardFigures(double? MeanWatts, double? TokensPerHour, double TokensToday, double TokensThisMonth);
