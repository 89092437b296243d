using NodaTime;
using Npgsql;

namespace PowerMeter.Web.Queries;

/// <summary>The sensors and how they are now.</summary>
public sealed class SensorQuery(NpgsqlDataSource database)
{
    // A Receiver beats every second; after three seconds of silence what it said last is no longer the truth.
    private const string Sql = """
        select s.id, s.name, t.name, t.id, s.driver, s.period_s, s.max_gap_s,
               case when status.state is null or status.state = 'paused' then status.state
                    when exists (select from process_heartbeats
                                 where process = 'receiver' and beat_at > now() - interval '3 seconds') then status.state
                    else 'stopped' end,
               status.last_seen, status.last_watts, status.error
        from sensors s
        join measure_types t on t.id = s.measure_type_id
        left join sensor_status status on status.sensor_id = s.id
        where $1::integer is null or s.id = $1
        order by s.id
        """;

    public Task<IReadOnlyList<SensorView>> ListAsync(CancellationToken cancel) => ReadAsync(null, cancel);

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
            sensors.Add(new SensorView(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3), reader.GetString(4),
                reader.GetDouble(5), reader.GetDouble(6), reader.IsDBNull(7) ? null : reader.GetString(7),
                reader.IsDBNull(8) ? null : Instant.FromDateTimeUtc(reader.GetDateTime(8)),
                reader.IsDBNull(9) ? null : reader.GetDouble(9), reader.IsDBNull(10) ? null : reader.GetString(10)));
        return sensors;
    }
}
