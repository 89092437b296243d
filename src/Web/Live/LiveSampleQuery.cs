using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Live;

/// <summary>Reads samples of a span by the page, so that no connection is held while somebody reads them.</summary>
public sealed class LiveSampleQuery(NpgsqlDataSource database)
{
    private const string Columns = "select id, time, watts, night_rate, volts, battery from measures where sensor_id = $1 and time >= $2 and time <= $3";
    private const string OldestFirst = Columns + " order by time limit $4";
    private const string NewestFirst = Columns + " order by time desc limit $4";

    /// <summary>The oldest of a span, in the order of time.</summary>
    /// <param name="from">Unix microseconds, included, as <paramref name="to"/>.</param>
    public Task<List<LiveSample>> ReadOldestAsync(int sensorId, long from, long to, int most, CancellationToken cancel) =>
        ReadAsync(OldestFirst, sensorId, from, to, most, cancel);

    /// <summary>The newest of a span, in the order of time.</summary>
    /// <param name="from">Unix microseconds, included, as <paramref name="to"/>.</param>
    public async Task<List<LiveSample>> ReadNewestAsync(int sensorId, long from, long to, int most, CancellationToken cancel)
    {
        var samples = await ReadAsync(NewestFirst, sensorId, from, to, most, cancel);
        samples.Reverse();
        return samples;
    }

    private async Task<List<LiveSample>> ReadAsync(string sql, int sensorId, long from, long to, int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(from));
        command.Parameters.Add(MeasureSpans.Time(to));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var samples = new List<LiveSample>();
        while (await reader.ReadAsync(cancel))
        {
            var stored = new StoredSample(reader.GetInt64(0), MeasureSpans.ReadTime(reader, 1), reader.GetDouble(2), reader.GetBoolean(3));
            samples.Add(new LiveSample(stored, FigureOf(reader, 4), FigureOf(reader, 5)));
        }

        return samples;
    }

    private static float? FigureOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFloat(column);
}
