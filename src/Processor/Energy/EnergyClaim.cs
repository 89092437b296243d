namespace PowerMeter.Processor.Energy;

/// <summary>What one claim did.</summary>
/// <param name="Minutes">Minutes that were computed again.</param>
public sealed record EnergyClaim(long Minutes);
