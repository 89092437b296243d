using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>Reads the base load of the last night from the minutes.</summary>
public sealed class BaseLoadQuery(NpgsqlDataSource database, SiteCache sites, TimeProvider time)
{
    private static readonly LocalTime NightEnds = new(6, 0);

    private const string Sql = """
        select start, sum(day_wh + night_wh), sum(covered_s) from energy_minutes
        where sensor_id = any ($1) and start >= $2 and start < $3
        group by start
        """;

    /// <param name="sensors">At least one; of several, that of their sum.</param>
    /// <returns>Watts, see <see cref="BaseLoad"/>; null when too little of the night was measured.</returns>
    public async Task<double?> ReadAsync(IReadOnlyList<int> sensors, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(sensors);
        var (from, until) = LastNight(sites.Current.Calendar.Zone, time.GetCurrentInstant());
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. sensors] });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(until));
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var minutes = new List<(long, double, double)>();
        while (await reader.ReadAsync(cancel)) minutes.Add((MeasureSpans.ReadTime(reader, 0), reader.GetDouble(1), reader.GetDouble(2)));
        return BaseLoad.Of(minutes, from, until, sensors.Count);
    }

    /// <summary>Midnight to 06:00 of today, in the site's zone; before 06:00 that of yesterday, since this night is not over.</summary>
    /// <returns>Unix microseconds, the end excluded.</returns>
    internal static (long From, long Until) LastNight(DateTimeZone zone, Instant now)
    {
        var today = now.InZone(zone).Date;
        return now.ToUnixMicroseconds() < EndOf(zone, today) ? Night(zone, today.PlusDays(-1)) : Night(zone, today);
    }

    private static (long From, long Until) Night(DateTimeZone zone, LocalDate date) => (CalendarBuckets.StartOfDay(zone, date), EndOf(zone, date));

    private static long EndOf(DateTimeZone zone, LocalDate date) => zone.AtLeniently(date + NightEnds).ToInstant().ToUnixMicroseconds();
}
