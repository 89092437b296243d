using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>Today, yesterday until this time, and the month: what the tiles and the summary say.</summary>
public sealed class ConsumptionQuery(EnergyQuery energy, SiteCache sites, TimeProvider time)
{
    public async Task<Consumption> ReadAsync(int sensorId, CancellationToken cancel)
    {
        var (now, zone) = (time.GetCurrentInstant(), sites.Current.Calendar.Zone);
        var today = now.InZone(zone).Date;
        var (yesterday, midnight) = (CalendarBuckets.StartOfDay(zone, today.PlusDays(-1)), CalendarBuckets.StartOfDay(zone, today));
        // At midnight itself today is a microsecond: bins are never empty.
        var until = Math.Max(now.ToUnixMicroseconds(), midnight + 1);
        // Today may have lasted longer than the whole of yesterday, when the clocks change.
        var then = yesterday + (until - midnight);
        var days = await energy.ReadAsync(sensorId, then < midnight ? [yesterday, then, midnight, until] : [yesterday, midnight, until], cancel);

        var firstDay = CalendarBuckets.FirstDay(Scale.Month, today);
        var (monthStart, monthEnd) = (CalendarBuckets.StartOfDay(zone, firstDay), CalendarBuckets.StartOfDay(zone, firstDay.PlusMonths(1)));
        var month = (await energy.ReadAsync(sensorId, [monthStart, until], cancel))[0];
        return new Consumption(days[^1], days[0], month, MonthForecast.Of(month, (monthEnd - monthStart) / (double)UnixMicroseconds.PerSecond));
    }
}
