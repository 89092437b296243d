using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>
/// Energy and money of samples that are named by their ids. A sample's share is that of the segment from it to the sensor's
/// next sample, so that every segment belongs to one sample: the groups of a range sum to the range, and two ranges side
/// by side to both, whatever the order in which the samples came.
/// </summary>
public sealed class SegmentEnergyQuery(SampleIdQuery samples, EnergyQuery energy)
{
    /// <param name="step">How many ids a group has, at least 1.</param>
    /// <returns>⌈width / step⌉ groups; null where there is no sample, or none that carries anything.</returns>
    public async Task<EnergyBin?[]> ReadAsync(int sensorId, IdRange range, long step, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        var count = (int)(range.Width / step + (range.Width % step == 0 ? 0 : 1));
        if (count == 0) return [];
        var groups = new SegmentGroups(await samples.ListSpansAsync(sensorId, range, cancel), range.First, step);
        var edges = groups.Edges;
        return edges.Length == 0 ? new EnergyBin?[count] : groups.Sum(await energy.ReadAsync(sensorId, edges, cancel), count);
    }
}
