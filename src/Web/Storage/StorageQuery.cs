using System.Globalization;
using NodaTime;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;

namespace PowerMeter.Web.Storage;

/// <summary>Reads from PostgreSQL's catalogue how big everything is: nothing is counted, so it costs little however much there is.</summary>
internal sealed class StorageQuery(NpgsqlDataSource database, TimeProvider time)
{
    // reltuples is −1 before the first vacuum or analyze.
    private const string Months = """
        select right(c.relname, 7), pg_total_relation_size(c.oid), c.reltuples::bigint
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'measures'::regclass
        order by 1
        """;

    private const string Totals = """
        select coalesce(sum(pg_total_relation_size(oid)) filter (where relname like 'energy\_%'), 0)::bigint,
               coalesce(sum(pg_total_relation_size(oid)) filter (where relname like 'w3bstream\_%' or relname = 'reward_quarters'), 0)::bigint,
               pg_database_size(current_database())
        from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        """;

    private const string Firsts = """
        select (select min(first.time) from sensors cross join lateral
                  (select time from measures where sensor_id = sensors.id and time >= $1 order by time limit 1) as first),
               (select min(first.start) from raw_horizon cross join sensors cross join lateral
                  (select start from energy_hours where sensor_id = sensors.id and start < horizon order by start limit 1) as first)
        """;

    /// <summary>Where the database's server is; null when it is this machine.</summary>
    public string? OtherHost => OtherHostOf(database);

    /// <inheritdoc cref="OtherHost"/>
    public static string? OtherHostOf(NpgsqlDataSource database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var hosts = DatabaseHost.Parse("Host", connection.Host!, connection.Port);
        return hosts.All(host => host.IsThisMachine) ? null : string.Join(", ", hosts.Select(host => host.Name));
    }

    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<StorageFigures> ReadAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        var months = await ReadMonthsAsync(connection, cancel);
        var sensors = await RecordedSensor.ReadAsync(connection, cancel);
        var (recent, recorded) = await ReadFirstsAsync(connection, cancel);
        await using var totals = new NpgsqlCommand(Totals, connection);
        await using var reader = await totals.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return new StorageFigures(
            months, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2),
            sensors.Count == 0 ? null : UnixMicroseconds.ToInstant(sensors.Min(sensor => sensor.First)))
        {
            FirstRecent = recent,
            FirstRecorded = recorded,
        };
    }

    private async Task<(Instant? Recent, Instant? Recorded)> ReadFirstsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        var before = Instant.FromDateTimeOffset(time.GetUtcNow()).InUtc().Date.ToYearMonth().PlusMonths(-1).OnDayOfMonth(1).AtStartOfDayInZone(DateTimeZone.Utc);
        await using var command = new NpgsqlCommand(Firsts, connection) { Parameters = { MeasureSpans.Time(before.ToInstant().ToUnixMicroseconds()) } };
        await using var reader = await command.ExecuteReaderAsync(cancel);
        await reader.ReadAsync(cancel);
        return (await reader.IsDBNullAsync(0, cancel) ? null : MeasureSpans.ReadInstant(reader, 0), await reader.IsDBNullAsync(1, cancel) ? null : MeasureSpans.ReadInstant(reader, 1));
    }

    private static async Task<List<StorageMonth>> ReadMonthsAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(Months, connection);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var months = new List<StorageMonth>();
        while (await reader.ReadAsync(cancel))
        {
            var name = reader.GetString(0);
            var month = new YearMonth(int.Parse(name.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(name.AsSpan(5, 2), CultureInfo.InvariantCulture));
            months.Add(new StorageMonth(month, reader.GetInt64(1), reader.GetInt64(2) is var rows and >= 0 ? rows : null));
        }

        return months;
    }
}
