using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>Reads the bins of one sensor or several, a few sensors at a time: a page must not take all connections.</summary>
public sealed class SensorEnergy(EnergyQuery energy, RecordedSpanQuery recorded)
{
    private const int AtOnce = 3;

    /// <returns>The bins of each sensor, in the order of the sensors.</returns>
    internal async Task<IReadOnlyList<EnergyBin>[]> ReadAsync(IReadOnlyList<ChartSensor> sensors, long[] edges, CancellationToken cancel) =>
        await EachAsync(sensors, id => energy.ReadAsync(id, edges, cancel), cancel);

    /// <returns>The first and the last sample of each sensor, in unix microseconds; null for one without.</returns>
    internal async Task<(long First, long Last)?[]> SpansAsync(IReadOnlyList<ChartSensor> sensors, CancellationToken cancel) =>
        await EachAsync(sensors, id => recorded.ReadAsync(id, cancel), cancel);

    private static async Task<T[]> EachAsync<T>(IReadOnlyList<ChartSensor> sensors, Func<int, Task<T>> read, CancellationToken cancel)
    {
        var all = new T[sensors.Count];
        await Parallel.ForAsync(
            0, sensors.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (index, _) => all[index] = await read(sensors[index].Id));
        return all;
    }
}
