using NodaTime;
using Npgsql;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Queries;

/// <summary>The sensors and how they are now.</summary>
public sealed class SensorQuery(NpgsqlDataSource database)
{
    private const string Sql = """
        select id, name, type, type_id, driver, period_s, max_gap_s, enabled, state, since, last_seen, last_watts, volts, battery,
               switched_on, samples, rejected, error, spool_depth, error_said::text
        from sensors_now
        where case when $1::integer is null then retired_at is null else id = $1 end
        order by id
        """;

    /// <summary>Those that are not retired.</summary>
    public Task<IReadOnlyList<SensorView>> ListAsync(CancellationToken cancel) => ReadAsync(null, cancel);

    /// <summary>A retired one too: what it measured is still there.</summary>
    /// <returns>Null when there is none.</returns>
    public async Task<SensorView?> FindAsync(int id, CancellationToken cancel) => (await ReadAsync(id, cancel)).SingleOrDefault();

    /// <summary>What sensors can measure.</summary>
    public async Task<IReadOnlyList<MeasureTypeView>> ListTypesAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select id, name from measure_types order by id");
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var types = new List<MeasureTypeView>();
        while (await reader.ReadAsync(cancel)) types.Add(new MeasureTypeView(reader.GetInt32(0), reader.GetString(1)));
        return types;
    }

    private async Task<IReadOnlyList<SensorView>> ReadAsync(int? id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<SensorView>();
        while (await reader.ReadAsync(cancel))
            sensors.Add(Read(reader));
        return sensors;
    }

    private static SensorView Read(NpgsqlDataReader row) => new(
        row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetDouble(5), row.GetDouble(6), row.GetBoolean(7))
    {
        State = row.IsDBNull(8) ? null : row.GetString(8),
        Since = TimeOf(row, 9),
        LastSeen = TimeOf(row, 10),
        LastWatts = NumberOf(row, 11),
        Volts = (float?)NumberOf(row, 12),
        Battery = (float?)NumberOf(row, 13),
        SwitchedOn = row.IsDBNull(14) ? null : row.GetBoolean(14),
        Samples = row.GetInt64(15),
        Rejected = row.GetInt64(16),
        Error = row.IsDBNull(17) ? null : row.GetString(17),
        SpoolDepth = row.GetInt64(18),
        ErrorSaid = row.IsDBNull(19) ? null : Sentence.Read(row.GetString(19)),
    };

    private static Instant? TimeOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : Instant.FromDateTimeUtc(row.GetDateTime(column));

    private static double? NumberOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
