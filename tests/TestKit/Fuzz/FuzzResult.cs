namespace PowerMeter.Tests.TestKit.Fuzz;

/// <summary>How many inputs a decoder has borne.</summary>
/// <param name="Inputs">The corpus and the mutated ones.</param>
/// <param name="Accepted">Of which something was taken for good; the others were rejected.</param>
public sealed record FuzzResult(long Inputs, long Accepted, TimeSpan Elapsed)
{
    public long Rejected => Inputs - Accepted;

    public double InputsPerSecond => Inputs / Elapsed.TotalSeconds;
}
