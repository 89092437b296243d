using System.Text.Json.Nodes;
using Npgsql;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Web.SensorSetup;

/// <summary>The statements on <c>sensors</c>, within whoever's transaction.</summary>
internal static class SensorTable
{
    // Two who add or rename at once take turns: names and devices are looked at before they are written.
    private const string OneAtATime = "select pg_advisory_xact_lock(hashtext('sensors'))";

    // Hours tell about how many there are without counting them; whether there is any at all is certain.
    private const string Select = """
        select s.id, s.name, s.driver, s.settings::text, s.period_s, s.calibration, s.enabled, s.retired_at, s.receiver,
               case when exists (select from measures where sensor_id = s.id)
                    then greatest(1, round(coalesce((select sum(covered_s) from energy_hours where sensor_id = s.id), 0) / s.period_s))::bigint
                    else 0 end
        from sensors s
        """;

    private const string SelectMany = $"{Select} where (s.retired_at is not null) = $1 order by s.id";

    private const string SelectForChange = "select id, name, driver, settings::text, retired_at is not null, receiver from sensors where id = $1 for update";

    private const string SelectOthers = "select id, name, driver, settings::text, retired_at is not null, receiver from sensors where id <> $1 and (name = $2 or driver = $3)";

    private const string InsertOne = """
        insert into sensors (name, measure_type_id, driver, settings, period_s, calibration, receiver)
        select $1, id, $2, $3::jsonb, $4, $5, $6 from measure_types where name = 'Electricity'
        returning id
        """;

    private const string UpdateOne = "update sensors set name = $2, settings = $3::jsonb, period_s = $4, calibration = $5, receiver = $6 where id = $1";

    /// <summary>A sensor as far as a change must know it.</summary>
    public sealed record Row(int Id, string Name, string Driver, JsonObject Settings, bool IsRetired, string? Receiver);

    public static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(OneAtATime, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public static async Task<IReadOnlyList<StoredSensor>> ListAsync(NpgsqlDataSource database, bool retired, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(SelectMany);
        command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = retired });
        await using var row = await command.ExecuteReaderAsync(cancel);
        var sensors = new List<StoredSensor>();
        while (await row.ReadAsync(cancel)) sensors.Add(Read(row));
        return sensors;
    }

    /// <returns>The row, locked until the transaction ends; null when there is none.</returns>
    public static async Task<Row?> FindAsync(NpgsqlConnection connection, int id, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(SelectForChange, connection) { Parameters = { new NpgsqlParameter<int> { TypedValue = id } } };
        return (await ReadRowsAsync(command, cancel)).SingleOrDefault();
    }

    /// <summary>Those of the name or of the kind.</summary>
    /// <param name="except">An id that is left out.</param>
    public static async Task<IReadOnlyList<Row>> OthersAsync(NpgsqlConnection connection, int except, SensorDraft draft, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(SelectOthers, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = except }, new NpgsqlParameter<string> { TypedValue = draft.Name },
                new NpgsqlParameter<string> { TypedValue = draft.Kind },
            },
        };
        return await ReadRowsAsync(command, cancel);
    }

    public static async Task<int> InsertAsync(NpgsqlConnection connection, SensorDraft draft, JsonObject settings, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(InsertOne, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = draft.Name }, new NpgsqlParameter<string> { TypedValue = draft.Kind },
                new NpgsqlParameter<string> { TypedValue = settings.ToJsonString() }, new NpgsqlParameter<double> { TypedValue = PeriodOf(draft) },
                new NpgsqlParameter<double> { TypedValue = draft.Calibration }, ReceiverOf(draft),
            },
        };
        return (int)(await command.ExecuteScalarAsync(cancel))!;
    }

    public static async Task UpdateAsync(NpgsqlConnection connection, int id, SensorDraft draft, JsonObject settings, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(UpdateOne, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<int> { TypedValue = id }, new NpgsqlParameter<string> { TypedValue = draft.Name },
                new NpgsqlParameter<string> { TypedValue = settings.ToJsonString() }, new NpgsqlParameter<double> { TypedValue = PeriodOf(draft) },
                new NpgsqlParameter<double> { TypedValue = draft.Calibration }, ReceiverOf(draft),
            },
        };
        await command.ExecuteNonQueryAsync(cancel);
    }

    public static double PeriodOf(SensorDraft draft) => draft.PeriodSeconds ?? SensorKind.Named(draft.Kind).DefaultPeriod.TotalSeconds;

    private static NpgsqlParameter ReceiverOf(SensorDraft draft) => new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text, Value = (object?)draft.Receiver ?? DBNull.Value };

    private static async Task<List<Row>> ReadRowsAsync(NpgsqlCommand command, CancellationToken cancel)
    {
        await using var row = await command.ExecuteReaderAsync(cancel);
        var rows = new List<Row>();
        while (await row.ReadAsync(cancel))
            rows.Add(new Row(row.GetInt32(0), row.GetString(1), row.GetString(2), JsonNode.Parse(row.GetString(3))!.AsObject(), row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetString(5)));
        return rows;
    }

    private static StoredSensor Read(NpgsqlDataReader row)
    {
        var settings = JsonNode.Parse(row.GetString(3))!.AsObject();
        var kind = SensorKind.Find(row.GetString(2));
        var draft = new SensorDraft(row.GetString(2), row.GetString(1))
        {
            Settings = StoredSettings.Shown(settings, kind),
            PeriodSeconds = row.GetDouble(4),
            Calibration = row.GetDouble(5),
            Receiver = row.IsDBNull(8) ? null : row.GetString(8),
        };
        return new StoredSensor(row.GetInt32(0), draft, row.GetBoolean(6), StoredSettings.SecretsIn(settings, kind), row.GetInt64(9))
        {
            RetiredAt = row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
        };
    }
}
