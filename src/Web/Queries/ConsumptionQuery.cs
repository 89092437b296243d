using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Queries;

/// <summary>Today, yesterday until this time, and the month: what the tiles and the summary say.</summary>
public sealed class ConsumptionQuery(EnergyQuery energy, SiteCache sites, TimeProvider time)
{
    public async Task<Consumption> ReadAsync(int sensorId, CancellationToken cancel)
    {
        var (now, zone) = (time.GetCurrentInstant(), sites.Current.Calendar.Zone);
        var today = now.InZone(zone).Date;
        var (yesterday, midnight) = (zone.AtStartOfDay(today.PlusDays(-1)).ToInstant(), zone.AtStartOfDay(today).ToInstant());
        var then = Instant.Min(yesterday + (now - midnight), midnight);
        var days = await energy.ReadAsync(sensorId, Edges(yesterday, then, midnight, now), cancel);

        var firstDay = new LocalDate(today.Year, today.Month, 1);
        var (monthStart, monthEnd) = (zone.AtStartOfDay(firstDay).ToInstant(), zone.AtStartOfDay(firstDay.PlusMonths(1)).ToInstant());
        var month = (await energy.ReadAsync(sensorId, Edges(monthStart, now), cancel))[0];
        return new Consumption(days[^1], days[0], month, MonthForecast.Of(month, (monthEnd - monthStart).TotalSeconds));
    }

    // At midnight, or on a day of 25 hours, two edges may fall together: bins are never empty.
    private static long[] Edges(params ReadOnlySpan<Instant> instants)
    {
        var edges = new List<long>();
        foreach (var instant in instants)
            edges.Add(edges.Count > 0 ? Math.Max(instant.ToUnixMicroseconds(), edges[^1] + 1) : instant.ToUnixMicroseconds());
        return [.. edges];
    }
}
