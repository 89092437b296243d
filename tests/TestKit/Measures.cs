using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.TestKit;

/// <summary>Writes and removes measures of a test's database with the rights of the Web process, past the Receiver.</summary>
public static class Measures
{
    /// <summary>Inserts samples; one that is there already is left alone.</summary>
    public static Task InsertMeasuresAsync(this TestDatabase database, int sensorId, IReadOnlyCollection<TaggedSample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return InsertAsync(
            database, sensorId, [.. samples.Select(sample => sample.Second * UnixMicroseconds.PerSecond)], [.. samples.Select(sample => sample.Watts)],
            [.. samples.Select(sample => sample.Night)]);
    }

    /// <summary>Inserts samples of the day rate, by unix microseconds; one that is there already is left alone.</summary>
    public static Task InsertPowerAsync(this TestDatabase database, int sensorId, IReadOnlyCollection<(long Time, double Watts)> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return InsertAsync(database, sensorId, [.. samples.Select(sample => sample.Time)], [.. samples.Select(sample => sample.Watts)], new bool[samples.Count]);
    }

    public static async Task DeleteMeasuresAsync(this TestDatabase database, int sensorId, IEnumerable<long> seconds)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var command = database.Web.CreateCommand("delete from measures where sensor_id = $1 and time = any ($2)");
        command.Parameters.Add(new() { Value = sensorId });
        command.Parameters.Add(MeasureSpans.Times([.. seconds.Select(second => second * UnixMicroseconds.PerSecond)]));
        await command.ExecuteNonQueryAsync();
    }

    private static async Task InsertAsync(TestDatabase database, int sensorId, long[] times, double[] watts, bool[] night)
    {
        ArgumentNullException.ThrowIfNull(database);
        if (times.Length == 0) return;
        await using (var partitions = database.Web.CreateCommand("select ensure_measure_partitions($1, $2)"))
        {
            partitions.Parameters.Add(MeasureSpans.Time(times.Min()));
            partitions.Parameters.Add(MeasureSpans.Time(times.Max()));
            await partitions.ExecuteNonQueryAsync();
        }

        await using var command = database.Web.CreateCommand("""
            insert into measures (sensor_id, time, watts, night_rate)
            select $1, * from unnest($2, $3, $4) on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = sensorId });
        command.Parameters.Add(MeasureSpans.Times(times));
        command.Parameters.Add(new() { Value = watts });
        command.Parameters.Add(new() { Value = night });
        await command.ExecuteNonQueryAsync();
    }
}
