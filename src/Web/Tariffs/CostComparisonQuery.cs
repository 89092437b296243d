using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Tariffs;

/// <summary>What the last 30 days would cost by another contract.</summary>
internal sealed class CostComparisonQuery(EnergyQuery energy, SensorQuery sensors, SiteCache site, TimeProvider time)
{
    public const int Days = 30;

    private const long Quarter = 15L * 60 * UnixMicroseconds.PerSecond;

    /// <param name="then">The contract whose prices and hours are tried on all of these days.</param>
    /// <returns>One a sensor that measured something, by name.</returns>
    public async Task<IReadOnlyList<CostComparison>> ReadAsync(Contract then, CancellationToken cancel)
    {
        var now = site.Current.Calendar;
        var tried = new TariffCalendar(now.Zone, [then with { ValidFrom = new LocalDate(2000, 1, 1) }]);
        var end = Instant.FromDateTimeOffset(time.GetUtcNow()).ToUnixMicroseconds() / Quarter * Quarter;
        long[] edges = [.. Enumerable.Range(0, Days * 96 + 1).Select(i => end - (Days * 96 - i) * Quarter)];
        var comparisons = new List<CostComparison>();
        foreach (var sensor in await sensors.ListAsync(cancel))
        {
            var bins = await energy.ReadAsync(sensor.Id, edges, cancel);
            CostComparison.Quarter[] quarters =
            [
                .. bins.Where(bin => bin.Energy.IsCovered).Select(bin => new CostComparison.Quarter(UnixMicroseconds.ToInstant(bin.Start), bin.Energy.WattHours)),
            ];
            if (quarters.Length > 0) comparisons.Add(CostComparison.Of(sensor.Name, quarters, now, tried));
        }

        return comparisons;
    }
}
