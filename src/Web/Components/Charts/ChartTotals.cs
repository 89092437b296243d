namespace PowerMeter.Web.Components.Charts;

/// <summary>A span as a whole, up to now.</summary>
/// <param name="Cost">In the site's currency, without the standing charge.</param>
/// <param name="MeanWatts">Null without coverage.</param>
/// <param name="Coverage">0 to 1; null when nothing could have been measured yet.</param>
public sealed record ChartTotals(double Kwh, decimal Cost, double? MeanWatts, double? Coverage)
{
    internal static ChartTotals Of(IReadOnlyList<ChartBin> bins)
    {
        var covered = bins.Where(bin => bin.IsCovered && bin.CoveredSeconds > 0).ToList();
        var known = bins.Where(bin => bin.Coverage is not null).ToList();
        var seconds = covered.Sum(bin => bin.CoveredSeconds);
        return new ChartTotals(
            covered.Sum(bin => bin.Kwh), covered.Sum(bin => bin.Cost),
            seconds > 0 ? covered.Sum(bin => bin.MeanWatts!.Value * bin.CoveredSeconds) / seconds : null,
            known.Count == 0 ? null : known.Sum(bin => bin.Coverage!.Value * (bin.End - bin.Start)) / known.Sum(bin => bin.End - bin.Start));
    }
}
