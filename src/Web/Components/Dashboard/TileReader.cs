using NodaTime;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Components.Charts;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Dashboard;

/// <summary>Reads what the tiles show.</summary>
public sealed class TileReader(
    SensorQuery sensors, ConsumptionQuery consumption, BaseLoadQuery baseLoad, SampleQuery samples, RecordedSpanQuery recorded, SiteCache sites, TimeProvider time)
{
    /// <summary>What the spark line shows.</summary>
    public static readonly Duration Recent = Duration.FromMinutes(10);

    private const int MostRecent = 200;

    /// <param name="sensorText">As <see cref="SensorList"/> writes it. Sensors that there are not are passed over; without any left it is the first.</param>
    /// <exception cref="Npgsql.NpgsqlException">The database does not answer.</exception>
    public async Task<DashboardModel> ReadAsync(string? sensorText, CancellationToken cancel)
    {
        var all = (await sensors.ListAsync(cancel)).Select(SensorChoice.Of).ToList();
        var chosen = new List<WatchedSensor>();
        foreach (var sensor in Choose(all, sensorText))
        {
            var last = (await recorded.ReadAsync(sensor.Id, cancel))?.Last / 1000;
            chosen.Add(new WatchedSensor(sensor with { LastSample = last }, last is null ? [] : await ReadRecentAsync(sensor.Id, cancel)));
        }

        var model = new DashboardModel(all, chosen, null);
        return model.Measured is { Count: > 0 } measured ? model with { Energy = await ReadEnergyAsync(measured, cancel) } : model;
    }

    /// <summary>How the sensors are now, and nothing else.</summary>
    public async Task<DashboardModel> ReadStatesAsync(DashboardModel known, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(known);
        var now = (await sensors.ListAsync(cancel)).ToDictionary(sensor => sensor.Id);
        return known with
        {
            Sensors = [.. known.Sensors.Select(With)],
            Chosen = [.. known.Chosen.Select(watched => watched with { Sensor = With(watched.Sensor) })],
        };

        SensorChoice With(SensorChoice sensor) => now.TryGetValue(sensor.Id, out var state)
            ? sensor with { State = state.State, Error = state.Error, ErrorSaid = state.ErrorSaid, SwitchedOn = state.SwitchedOn }
            : sensor;
    }

    /// <param name="ids">At least one.</param>
    public async Task<EnergyFigures> ReadEnergyAsync(IReadOnlyList<int> ids, CancellationToken cancel)
    {
        var used = await consumption.ReadAsync(ids, cancel);
        var night = await baseLoad.ReadAsync(ids, cancel);
        var (calendar, now) = (sites.Current.Calendar, time.GetCurrentInstant());
        var isPriced = calendar.ContractAt(now) is not null;
        return EnergyFigures.Of(used, night, isPriced ? StandingCharge.OfMonth(calendar, now.InZone(calendar.Zone).Date.ToYearMonth()) : null);
    }

    private static IEnumerable<SensorChoice> Choose(List<SensorChoice> all, string? sensorText)
    {
        if (sensorText == SensorList.All) return all;
        var ids = SensorList.IdsOf(sensorText);
        var chosen = all.Where(sensor => ids.Contains(sensor.Id)).ToList();
        return chosen.Count > 0 ? chosen : all.Take(1);
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
}
