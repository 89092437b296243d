using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Import;

/// <summary>The sensor that an import is for.</summary>
/// <param name="MaxGapSeconds">A longer gap between two samples carries no energy.</param>
public sealed record ImportTarget(int Id, string Name, double MaxGapSeconds)
{
    public long MaxGapMicroseconds => (long)Math.Round(MaxGapSeconds * UnixMicroseconds.PerSecond);
}
