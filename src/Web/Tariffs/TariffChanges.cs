using NodaTime;
using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Tariffs;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Tariffs;

/// <summary>
/// Changes contracts and settings, all of a request or nothing. What moves no tariff of a sample that there is, is in
/// force when this returns; for the rest a row of <c>tariff_changes</c> waits for the Processor, and until it is done the
/// old state holds.
/// </summary>
public sealed partial class TariffChanges(NpgsqlDataSource database, ReadOnlyMode readOnly, ILogger<TariffChanges> logger)
{
    private const string OneAtATime = "select pg_advisory_xact_lock($1, $2)";
    private const string Insert = "insert into tariff_changes (contracts, time_zone, requested_by) values ($1, $2, $3) returning id";
    private const string Apply = "select apply_tariff_change($1, $2)";
    private const string IsKnownZone = "select exists (select from pg_timezone_names where name = $1)";

    private const string Store = """
        insert into settings as old (key, value) values ($1, $2)
        on conflict (key) do update set value = excluded.value where old.value is distinct from excluded.value
        """;

    private const string HasSamples = """
        select exists (
          select from unnest($2, $3) as span (from_time, until_time)
          cross join lateral (
            (select from measures where sensor_id = $1 and time >= span.from_time and time < span.until_time limit 1)
            union all
            (select from energy_minutes where sensor_id = $1 and start >= span.from_time and start < span.until_time
               and start < (select horizon from raw_horizon) limit 1)) as sample)
        """;

    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    /// <exception cref="TariffException">What is wanted cannot be.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<TariffOutcome> ChangeAsync(TariffRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        readOnly.Check();
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var state = await ReadAloneAsync(connection, cancel);
        if (!request.Expects(state)) return new TariffOutcome(TariffResult.NotExpected, state);

        var wanted = request.Contracts is { } contracts ? await ProviderNames.ResolveAsync(connection, contracts, cancel) : null;
        var entries = (wanted ?? state.Contracts.Select(contract => contract.ToEntry())).OrderBy(entry => entry.ValidFrom).ToList();
        var zone = request.Zone ?? state.Zone;
        var moves = zone != state.Zone || !IsSame(state.Contracts, entries);
        if (moves && state.Change is { IsFinished: false }) return new TariffOutcome(TariffResult.Busy, state);

        await StoreAsync(connection, Setting.Currency, request.Currency, cancel);
        await StoreAsync(connection, Setting.SiteName, request.SiteName, cancel);
        var isDone = !moves || await AskAsync(connection, state, entries, zone, request.By, cancel);
        var after = await TariffQuery.ReadAsync(connection, cancel);
        await transaction.CommitAsync(cancel);
        if (moves) Changed(logger, request.By, after.Change!);
        return new TariffOutcome(isDone ? TariffResult.Applied : TariffResult.Accepted, after);
    }

    /// <summary>The state, which nobody else changes before the transaction ends.</summary>
    internal static async Task<TariffState> ReadAloneAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await ExecuteAsync(connection, OneAtATime, cancel, Integer(TariffLock.Class), Integer(TariffLock.Asking));
        return await TariffQuery.ReadAsync(connection, cancel);
    }

    private static bool IsSame(IReadOnlyList<StoredContract> stored, List<ContractEntry> entries) =>
        stored.Count == entries.Count && stored.Zip(entries).All(pair => pair.First.Is(pair.Second));

    /// <summary>Asks for a whole list of contracts and a zone, within the transaction that holds <paramref name="state"/> still.</summary>
    /// <returns>Whether it is in force; else the Processor works it off.</returns>
    internal static async Task<bool> AskAsync(
        NpgsqlConnection connection, TariffState state, IReadOnlyList<ContractEntry> entries, string zone, string by, CancellationToken cancel)
    {
        if (zone != state.Zone) await CheckZoneAsync(connection, zone, cancel);
        var changed = new TariffCalendar(DateTimeZoneProviders.Tzdb[zone], entries.Select(entry => entry.ToContract()));
        var isAtOnce = !await MovesSamplesAsync(connection, state.Calendar, changed, cancel);
        await using var insert = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                new() { Value = ContractDocument.Of(entries), NpgsqlDbType = NpgsqlDbType.Jsonb }, new() { Value = zone }, new() { Value = by },
            },
        };
        var id = (long)(await insert.ExecuteScalarAsync(cancel))!;
        if (isAtOnce) await ExecuteAsync(connection, Apply, cancel, Long(id), Long(state.Version));
        return isAtOnce;
    }

    private static async Task<bool> MovesSamplesAsync(NpgsqlConnection connection, TariffCalendar old, TariffCalendar changed, CancellationToken cancel)
    {
        foreach (var sensor in await RecordedSensor.ReadAsync(connection, cancel))
        {
            // The newest first: there are mostly samples there.
            var spans = TariffDifference.Of(old, changed, UnixMicroseconds.ToInstant(sensor.First), UnixMicroseconds.ToInstant(sensor.Last + 1)).Reverse().ToList();
            if (spans.Count == 0) continue;
            await using var command = new NpgsqlCommand(HasSamples, connection)
            {
                Parameters =
                {
                    Integer(sensor.Id),
                    MeasureSpans.Times([.. spans.Select(span => span.Start.ToUnixMicroseconds())]),
                    MeasureSpans.Times([.. spans.Select(span => span.End.ToUnixMicroseconds())]),
                },
            };
            if ((bool)(await command.ExecuteScalarAsync(cancel))!) return true;
        }

        return false;
    }

    // Both must know it: PostgreSQL, which keeps it, and NodaTime, which reckons with it.
    private static async Task CheckZoneAsync(NpgsqlConnection connection, string zone, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(IsKnownZone, connection) { Parameters = { new() { Value = zone } } };
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null || !(bool)(await command.ExecuteScalarAsync(cancel))!)
            throw new TariffException(new Sentence("Tariff_Zone", zone));
    }

    private static async Task StoreAsync(NpgsqlConnection connection, string key, string? value, CancellationToken cancel)
    {
        if (value is not null) await ExecuteAsync(connection, Store, cancel, new() { Value = key }, new() { Value = value });
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static NpgsqlParameter<int> Integer(int value) => new() { TypedValue = value };

    private static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value };

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} changes contracts or time zone: {Change}.")]
    private static partial void Changed(ILogger logger, string who, TariffChange change);
}
