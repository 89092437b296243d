using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Processor.Retention;

/// <summary>
/// Proves that the roll-ups of a sensor's month are what its samples give: reckons them once more, an hour a bin, from the
/// samples as they stream by, and compares each hour. Memory is that of the hours.
/// </summary>
internal sealed class RollupProof(NpgsqlConnection connection)
{
    /// <summary>Sums of the same numbers in another order differ by less, relative and in Wh or s.</summary>
    private const double Tolerance = 1e-6;

    private const string Hours = "select start, day_wh, night_wh, covered_s from energy_hours where sensor_id = $1 and start >= $2 and start < $3 order by start";

    /// <param name="from">Unix microseconds, the beginning of a month.</param>
    /// <param name="until">The beginning of the next.</param>
    /// <param name="maxGap">Microseconds.</param>
    /// <returns>The start of the first hour that differs; null when all is right.</returns>
    public async Task<long?> FindDifferenceAsync(int sensorId, long from, long until, long maxGap, CancellationToken cancel)
    {
        var reckoned = await ReckonAsync(sensorId, from, until, maxGap, cancel);
        var stored = await ReadAsync(sensorId, from, until, reckoned.Length, cancel);
        for (var hour = 0; hour < reckoned.Length; hour++)
            if (!IsSame(reckoned[hour], stored[hour])) return from + hour * UnixMicroseconds.PerHour;
        return null;
    }

    private async Task<Shared.Measurement.Energy[]> ReckonAsync(int sensorId, long from, long until, long maxGap, CancellationToken cancel)
    {
        var edges = new long[(until - from) / UnixMicroseconds.PerHour + 1];
        for (var i = 0; i < edges.Length; i++) edges[i] = from + i * UnixMicroseconds.PerHour;
        var integrator = new EnergyIntegrator(edges, maxGap);
        await using var command = new NpgsqlCommand(MeasureSpans.OneSql, connection) { CommandTimeout = 600 };
        MeasureSpans.AddParameters(command.Parameters, sensorId, from, until, maxGap);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) integrator.Add(MeasureSpans.ReadTime(reader, 0), reader.GetDouble(1), reader.GetBoolean(2));
        return integrator.Result();
    }

    private async Task<Shared.Measurement.Energy[]> ReadAsync(int sensorId, long from, long until, int count, CancellationToken cancel)
    {
        var hours = new Shared.Measurement.Energy[count];
        Array.Fill(hours, Shared.Measurement.Energy.None);
        await using var command = new NpgsqlCommand(Hours, connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = sensorId }, MeasureSpans.Time(from), MeasureSpans.Time(until) },
        };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            hours[(MeasureSpans.ReadTime(reader, 0) - from) / UnixMicroseconds.PerHour] =
                Shared.Measurement.Energy.None with { DayWattHours = reader.GetDouble(1), NightWattHours = reader.GetDouble(2), CoveredSeconds = reader.GetDouble(3) };
        return hours;
    }

    private static bool IsSame(Shared.Measurement.Energy left, Shared.Measurement.Energy right) =>
        IsSame(left.DayWattHours, right.DayWattHours) && IsSame(left.NightWattHours, right.NightWattHours) && IsSame(left.CoveredSeconds, right.CoveredSeconds);

    private static bool IsSame(double left, double right) => Math.Abs(left - right) <= Tolerance * Math.Max(1, Math.Abs(left));
}
