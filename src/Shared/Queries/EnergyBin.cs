using PowerMeter.Shared.Measurement;

namespace PowerMeter.Shared.Queries;

/// <summary>The energy of a half-open span and its cost, without the standing charge, in the site's currency.</summary>
/// <param name="Start">Unix microseconds, included.</param>
/// <param name="End">Unix microseconds, excluded.</param>
/// <param name="OffPeakCost">The part of the cost that is off-peak, by the prices of each contract that was in force in the span.</param>
public sealed record EnergyBin(long Start, long End, Energy Energy, decimal Cost, decimal OffPeakCost)
{
    /// <summary>The part of the span that samples cover: 0 to 1.</summary>
    public double Coverage => Energy.CoveredSeconds * UnixMicroseconds.PerSecond / (End - Start);
}
