using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Reads what the tiles show.</summary>
public sealed class TileReader(
    SensorQuery sensors, EnergyQuery energy, SampleQuery samples, RecordedSpanQuery recorded, SiteCache sites, TimeProvider time)
{
    /// <summary>What the spark line shows.</summary>
    public static readonly Duration Recent = Duration.FromMinutes(10);

    private const int MostRecent = 200;
    private const double LeastCoverage = 0.9;

    /// <summary>A day of samples: the mean of an hour in which the kettle ran says nothing about a day.</summary>
    private const double LeastCoveredSeconds = 86_400;

    /// <param name="sensorId">Null, or one that there is not, is the first sensor.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async Task<DashboardModel> ReadAsync(int? sensorId, CancellationToken cancel)
    {
        var all = (await sensors.ListAsync(cancel)).Select(SensorChoice.Of).ToList();
        var selected = all.FirstOrDefault(sensor => sensor.Id == sensorId) ?? all.FirstOrDefault();
        if (selected is null || await recorded.ReadAsync(selected.Id, cancel) is not { } span) return new DashboardModel(all, selected, null, []);

        selected = selected with { LastSample = span.Last / 1000 };
        return new DashboardModel(
            all, selected, await ReadEnergyAsync(selected.Id, cancel), await ReadRecentAsync(selected.Id, cancel));
    }

    /// <summary>How the sensor is now, and nothing else.</summary>
    public async Task<SensorChoice> ReadStateAsync(SensorChoice known, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(known);
        return await sensors.FindAsync(known.Id, cancel) is { } sensor
            ? known with { State = sensor.State, Error = sensor.Error, SwitchedOn = sensor.SwitchedOn }
            : known;
    }

    public async Task<EnergyFigures> ReadEnergyAsync(int sensorId, CancellationToken cancel)
    {
        var (now, zone) = (time.GetCurrentInstant(), sites.Current.Calendar.Zone);
        var today = now.InZone(zone).Date;
        var (yesterday, midnight) = (zone.AtStartOfDay(today.PlusDays(-1)).ToInstant(), zone.AtStartOfDay(today).ToInstant());
        var then = Instant.Min(yesterday + (now - midnight), midnight);
        var days = await energy.ReadAsync(sensorId, Edges(yesterday, then, midnight, now), cancel);

        var monthStart = zone.AtStartOfDay(new LocalDate(today.Year, today.Month, 1)).ToInstant();
        var month = (await energy.ReadAsync(sensorId, Edges(monthStart, now), cancel))[0];
        var (past, present) = (days[0], days[^1]);
        return new EnergyFigures(
            present.Energy.WattHours, present.Cost,
            past.Coverage > LeastCoverage && past.Energy.WattHours > 0 ? present.Energy.WattHours / past.Energy.WattHours - 1 : null,
            month.Energy.WattHours, month.Cost,
            month.Energy.CoveredSeconds >= LeastCoveredSeconds ? month.Energy.MeanWatts * 24 : 0);
    }

    private async Task<IReadOnlyList<PowerPoint>> ReadRecentAsync(int sensorId, CancellationToken cancel)
    {
        var now = time.GetCurrentInstant();
        var recent = new List<StoredSample>();
        var span = ((now - Recent).ToUnixMicroseconds(), now.ToUnixMicroseconds() + UnixMicroseconds.PerMinute);
        await foreach (var sample in samples.StreamAsync(sensorId, span.Item1, span.Item2, cancel))
            recent.Add(sample);
        // The newest is the number on the tile: it stays as it is.
        return [.. PowerLine.Thin(recent.SkipLast(1).ToList(), MostRecent).Concat(recent.TakeLast(1))
            .Select(sample => new PowerPoint(sample.Time / 1000, sample.Watts))];
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
