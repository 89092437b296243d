using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Data;

/// <summary>Reads a month by day: those days that have begun.</summary>
public sealed class DaysReader(EnergyQuery energy, RecordedSpanQuery recorded, CorrectionTrail trail, SiteCache sites, TimeProvider time)
{
    /// <param name="month">Null for the present one.</param>
    public async Task<DaysModel> ReadAsync(string key, int sensorId, YearMonth? month, CancellationToken cancel)
    {
        var (site, now) = (sites.Current, time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
        var zone = site.Calendar.Zone;
        var today = UnixMicroseconds.ToInstant(now).InZone(zone).Date;
        var shown = (month ?? today.ToYearMonth()).ToDateInterval();
        var last = LocalDate.Max(shown.Start, LocalDate.Min(shown.End, today));
        var dates = new DateInterval(shown.Start, last).ToList();
        long[] edges = [.. dates.Append(last.PlusDays(1)).Select(date => CalendarBuckets.StartOfDay(zone, date))];
        var bins = await energy.ReadAsync(sensorId, edges, cancel);
        var begin = (await recorded.ReadAsync(sensorId, cancel))?.First;
        var corrections = await trail.ListTouchingAsync(sensorId, edges[0], edges[^1], cancel);
        bool Touches(EnergyBin bin) => corrections.Any(made => made.Request.TouchedFrom < bin.End && made.Request.TouchedUntil > bin.Start);
        var whole = new EnergyBin(edges[0], edges[^1], bins.Aggregate(Energy.None, (sum, bin) => sum + bin.Energy), bins.Sum(bin => bin.Cost), bins.Sum(bin => bin.OffPeakCost));
        return new DaysModel(
            key, shown.Start.ToDateOnly(),
            // What lies before the first sample is no gap.
            [.. dates.Zip(bins, (date, bin) => DayRow.Of(date.ToDateOnly(), bin, now, begin, Touches(bin))).SkipWhile(day => day.Coverage is null)],
            DayRow.Of(shown.Start.ToDateOnly(), whole, now, begin, corrections.Count > 0), site.Currency, shown.End < today);
    }
}
