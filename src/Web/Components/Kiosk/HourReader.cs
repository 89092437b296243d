using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Kiosk;

/// <summary>Reads the hours of today: 23, 24 or 25 of them.</summary>
public sealed class HourReader(EnergyQuery energy, SiteCache sites, TimeProvider time)
{
    /// <param name="sensors">At least one; their sum.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async Task<IReadOnlyList<HourBar>> ReadAsync(IReadOnlyList<int> sensors, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var (now, zone) = (time.GetCurrentInstant(), sites.Current.Calendar.Zone);
        var edges = CalendarBuckets.Edges(zone, Scale.Day, now.InZone(zone).Date);
        var each = new List<IReadOnlyList<EnergyBin>>(sensors.Count);
        foreach (var sensor in sensors) each.Add(await energy.ReadAsync(sensor, edges, cancel));
        return [.. SensorSum.Of(each).Select(bin => new HourBar(
            UnixMicroseconds.ToInstant(bin.Start).InZone(zone).Hour, bin.Energy.DayWattHours, bin.Energy.NightWattHours,
            !bin.Energy.IsCovered && bin.End <= now.ToUnixMicroseconds()))];
    }
}
