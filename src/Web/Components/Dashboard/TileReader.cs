using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Reads what the tiles show.</summary>
public sealed class TileReader(
    SensorQuery sensors, ConsumptionQuery consumption, SampleQuery samples, RecordedSpanQuery recorded, TimeProvider time)
{
    /// <summary>What the spark line shows.</summary>
    public static readonly Duration Recent = Duration.FromMinutes(10);

    private const int MostRecent = 200;

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

    public async Task<EnergyFigures> ReadEnergyAsync(int sensorId, CancellationToken cancel) => EnergyFigures.Of(await consumption.ReadAsync(sensorId, cancel));

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
}
