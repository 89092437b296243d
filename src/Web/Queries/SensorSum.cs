using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>Bins of several sensors, or several bins of one, as one.</summary>
public static class SensorSum
{
    /// <summary>
    /// The sum of several sensors over the same edges. Energy and cost are added; covered is the mean of what each covers, so
    /// that the coverage stays a part of the whole and the mean power is that of the sum. The extremes are those of a single
    /// sensor, since the sum's cannot be known from them.
    /// </summary>
    /// <param name="sensors">At least one; all with the same edges.</param>
    public static IReadOnlyList<EnergyBin> Of(IReadOnlyList<IReadOnlyList<EnergyBin>> sensors)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        if (sensors.Count == 1) return sensors[0];
        return [.. sensors[0].Select((bin, i) => Add(bin, [.. sensors.Select(bins => bins[i])]))];
    }

    /// <summary>What lies between two edges of the bins.</summary>
    public static EnergyBin Between(IReadOnlyList<EnergyBin> bins, long from, long until)
    {
        var within = bins.Where(bin => bin.Start >= from && bin.End <= until).ToList();
        return new EnergyBin(from, until, within.Aggregate(Energy.None, (sum, bin) => sum + bin.Energy), within.Sum(bin => bin.Cost), within.Sum(bin => bin.OffPeakCost));
    }

    private static EnergyBin Add(EnergyBin first, IReadOnlyList<EnergyBin> bins)
    {
        var sum = bins.Aggregate(Energy.None, (sum, bin) => sum + bin.Energy);
        return first with
        {
            Energy = sum with { CoveredSeconds = sum.CoveredSeconds / bins.Count },
            Cost = bins.Sum(bin => bin.Cost),
            OffPeakCost = bins.Sum(bin => bin.OffPeakCost),
        };
    }
}
