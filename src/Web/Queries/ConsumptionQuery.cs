using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>Today, yesterday until this time, and the month with its forecast: what the tiles and the summary say.</summary>
public sealed class ConsumptionQuery(EnergyQuery energy, SiteCache sites, TimeProvider time)
{
    public Task<Consumption> ReadAsync(int sensorId, CancellationToken cancel) => ReadAsync([sensorId], cancel);

    /// <summary>The sum of several sensors.</summary>
    /// <param name="sensors">At least one.</param>
    public async Task<Consumption> ReadAsync(IReadOnlyList<int> sensors, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var (now, calendar) = (time.GetCurrentInstant(), sites.Current.Calendar);
        var spans = ConsumptionSpans.Of(calendar.Zone, now);
        var edges = spans.Edges();
        var each = new List<IReadOnlyList<EnergyBin>>(sensors.Count);
        foreach (var sensor in sensors) each.Add(await energy.ReadAsync(sensor, edges, cancel));
        var bins = SensorSum.Of(each);
        var days = spans.Days.Select((start, i) => SensorSum.Between(bins, start, i + 1 < spans.Days.Count ? spans.Days[i + 1] : spans.Until)).ToList();
        return new Consumption(
            days[^1], SensorSum.Between(bins, spans.Yesterday, spans.YesterdayUntil), SensorSum.Between(bins, spans.MonthStart, spans.Until),
            MonthForecast.Of(days, spans.MonthStart, spans.MonthEnd, calendar));
    }
}
