namespace PowerMeter.Processor.Energy;

/// <summary>What one claim did.</summary>
public sealed record EnergyClaim(int Spans, long Minutes);
