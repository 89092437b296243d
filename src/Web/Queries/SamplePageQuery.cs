using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Queries;

/// <summary>Leafs through the samples of a sensor by time: each page is one look into the index, however many there are.</summary>
public sealed class SamplePageQuery(NpgsqlDataSource database)
{
    private const string Sql = """
        select page.time, page.watts, page.volts, page.battery, page.night_rate,
               exists (select from corrections as made
                       join corrected_measures as kept
                         on kept.correction_id = made.id and kept.time = page.time - made.shift_us * interval '1 microsecond' and kept.id = page.id
                       where made.sensor_id = $1 and made.undone_at is null and made.kind <> 'delete')
        from (select id, time, watts, volts, battery, night_rate from measures where sensor_id = $1 and {0} limit $3) as page
        order by page.time
        """;

    private static readonly string FromSql = Sql.Replace("{0}", "time >= $2 order by time", StringComparison.Ordinal);
    private static readonly string BeforeSql = Sql.Replace("{0}", "time < $2 order by time desc", StringComparison.Ordinal);

    /// <summary>The samples from a moment on.</summary>
    /// <param name="from">Unix microseconds.</param>
    public async Task<SamplePage> FromAsync(int sensorId, long from, int most, CancellationToken cancel)
    {
        var samples = await ReadAsync(FromSql, sensorId, from, most + 1, cancel);
        var earlier = await ReadAsync(BeforeSql, sensorId, from, 1, cancel);
        return new SamplePage([.. samples.Take(most)], earlier.Count > 0, samples.Count > most);
    }

    /// <summary>The last samples before a moment.</summary>
    /// <param name="before">Unix microseconds; null for the newest there are.</param>
    public async Task<SamplePage> BeforeAsync(int sensorId, long? before, int most, CancellationToken cancel)
    {
        var end = before ?? Sample.Latest.ToUnixMicroseconds();
        var samples = await ReadAsync(BeforeSql, sensorId, end, most + 1, cancel);
        var later = before is null ? [] : await ReadAsync(FromSql, sensorId, end, 1, cancel);
        return new SamplePage([.. samples.TakeLast(most)], samples.Count > most, later.Count > 0);
    }

    private async Task<List<PagedSample>> ReadAsync(string sql, int sensorId, long time, int most, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        command.Parameters.Add(MeasureSpans.Time(time));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var samples = new List<PagedSample>();
        while (await reader.ReadAsync(cancel))
            samples.Add(new PagedSample(
                MeasureSpans.ReadTime(reader, 0), reader.GetDouble(1), reader.IsDBNull(2) ? null : reader.GetFloat(2),
                reader.IsDBNull(3) ? null : reader.GetFloat(3), reader.GetBoolean(4), reader.GetBoolean(5)));
        return samples;
    }
}
