using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Corrections;

/// <summary>
/// What corrections and deletions do within a transaction: samples go into <c>corrected_measures</c> as they were, in the
/// same statement that deletes them, so that none is deleted that is not kept.
/// </summary>
internal sealed class KeptSamples(NpgsqlConnection connection)
{
    /// <summary>Ten years of a sensor are tens of millions of rows, and the machine may be a small one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private const string OneAtATime = "select pg_advisory_xact_lock(hashtext('delete measures'), $1)";

    private const string AddSql = """
        insert into corrections (sensor_id, kind, from_time, to_time, amount, shift_us, before_wh, after_wh, before_cost, after_cost,
                                 currency, tariff_version, reason, requested_by)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
        returning id
        """;

    private const string KeepSql = """
        with gone as (delete from measures where sensor_id = $2 and {0} returning time, id, watts, volts, battery, night_rate)
        insert into corrected_measures (correction_id, time, id, watts, volts, battery, night_rate)
        select $1, time, id, watts, volts, battery, night_rate from gone
        """;

    private const string InsertChanged = """
        insert into measures (id, time, watts, sensor_id, volts, battery, night_rate)
        select id, time + $3 * interval '1 microsecond', coalesce($4, watts * $5), $2, volts, battery, night_rate
        from corrected_measures where correction_id = $1 order by time
        """;

    /// <summary>What stands now as the correction wrote it; what was written anew since has another power, or is gone.</summary>
    private const string DeleteChanged = """
        delete from measures as now using corrected_measures as kept
        where kept.correction_id = $1 and now.sensor_id = $2 and now.id = kept.id
          and now.time = kept.time + $3 * interval '1 microsecond' and now.watts = coalesce($4, kept.watts * $5)
          and now.time >= $6 and now.time < $7
        """;

    // A sample that was written anew since stays, and so does one that came to the time of a deleted one.
    private const string InsertKept = """
        insert into measures (id, time, watts, sensor_id, volts, battery, night_rate)
        select id, time, watts, $2, volts, battery, night_rate
        from corrected_measures as kept
        where correction_id = $1
          and ($3 = 0 or not exists (select from measures as now where now.sensor_id = $2 and now.id = kept.id
                                       and now.time = kept.time + $3 * interval '1 microsecond'))
        order by time
        on conflict do nothing
        """;

    /// <summary>Corrections of one sensor wait for each other: they would lock each other's rows in different order.</summary>
    public Task LockAsync(int sensorId, CancellationToken cancel) => ExecuteAsync(OneAtATime, cancel, Id(sensorId));

    /// <returns>The new correction's id.</returns>
    public async Task<long> AddAsync(CorrectionRequest request, CorrectionEffect? effect, Site site, string who, CancellationToken cancel)
    {
        await using var command = Command(
            AddSql, Id(request.SensorId), Text(CorrectionKinds.NameOf(request.Kind)), MeasureSpans.Time(request.From), MeasureSpans.Time(request.Until),
            Optional(NpgsqlDbType.Double, AmountOf(request)), Number(request.Offset),
            Optional(NpgsqlDbType.Double, effect?.BeforeWattHours), Optional(NpgsqlDbType.Double, effect?.AfterWattHours),
            Optional(NpgsqlDbType.Numeric, effect?.BeforeCost), Optional(NpgsqlDbType.Numeric, effect?.AfterCost),
            Text(site.Currency), Number(site.TariffVersion), Text(request.Reason), Text(who));
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Deletes and keeps, and says in the correction how many.</summary>
    /// <param name="which">A condition of our own on measures, with parameters from $3 on.</param>
    /// <returns>How many samples there were.</returns>
    public async Task<long> DeleteAsync(long correction, int sensorId, string which, NpgsqlParameter[] parameters, CancellationToken cancel)
    {
        var sql = KeepSql.Replace("{0}", which, StringComparison.Ordinal);
        var samples = await ExecuteAsync(sql, cancel, [Number(correction), Id(sensorId), .. parameters]);
        await ExecuteAsync("update corrections set samples = $2 where id = $1", cancel, Number(correction), Number(samples));
        return samples;
    }

    /// <summary>For a deletion by ids: its span is that of the samples there were.</summary>
    public Task SayEndsAsync(long correction, CancellationToken cancel) => ExecuteAsync(
        """
        update corrections set from_time = kept.first, to_time = kept.last + interval '1 microsecond'
        from (select min(time) as first, max(time) as last from corrected_measures where correction_id = $1) as kept
        where id = $1
        """, cancel, Number(correction));

    public Task<int> InsertChangedAsync(long correction, CorrectionRequest request, CancellationToken cancel) =>
        ExecuteAsync(InsertChanged, cancel, Changes(correction, request));

    /// <returns>How many samples are as they were.</returns>
    public async Task<long> RestoreAsync(CorrectionEntry entry, CancellationToken cancel)
    {
        var request = entry.Request;
        if (request.Kind != CorrectionKind.Delete)
            await ExecuteAsync(
                DeleteChanged, cancel,
                [.. Changes(entry.Id, request), MeasureSpans.Time(request.From + request.Offset), MeasureSpans.Time(request.Until + request.Offset)]);
        return await ExecuteAsync(InsertKept, cancel, Number(entry.Id), Id(request.SensorId), Number(request.Offset));
    }

    public Task SayUndoneAsync(long correction, string who, long restored, CancellationToken cancel) => ExecuteAsync(
        "update corrections set undone_at = clock_timestamp(), undone_by = $2, restored = $3 where id = $1", cancel,
        Number(correction), Text(who), Number(restored));

    public async Task<int> ExecuteAsync(string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    public static NpgsqlParameter<int> Id(int sensorId) => new() { TypedValue = sensorId };

    public static NpgsqlParameter<long> Number(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<string> Text(string text) => new() { TypedValue = text };

    private static NpgsqlParameter Optional(NpgsqlDbType type, object? value) => new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static NpgsqlParameter[] Changes(long correction, CorrectionRequest request) =>
    [
        Number(correction), Id(request.SensorId), Number(request.Offset),
        Optional(NpgsqlDbType.Double, request.Kind == CorrectionKind.Set ? request.Watts : null),
        new NpgsqlParameter<double> { TypedValue = request.Factor },
    ];

    private static double? AmountOf(CorrectionRequest request) => request.Kind switch
    {
        CorrectionKind.Set => request.Watts,
        CorrectionKind.Scale => request.Factor,
        _ => null,
    };

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)Patience.TotalSeconds };
        command.Parameters.AddRange(parameters);
        return command;
    }
}
