using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.SensorSetup;

/// <summary>The table by which Web asks a Receiver: see <c>sensor_requests</c>.</summary>
internal sealed class SensorRequests(NpgsqlDataSource database)
{
    /// <summary>Forms that read again and again at the same time are few; a Receiver takes eight at a time.</summary>
    public const int MostWaiting = 32;

    // A Receiver beats every second.
    private const string Alive = "select receiver_lives($1, interval '5 seconds')";

    private const string Insert = """
        insert into sensor_requests (kind, driver, settings, period_s, calibration, limit_s, expires_at, receiver)
        select $1, $2, $3, $4, $5, $6, now() + $7 * interval '1 second', $9
        where (select count(*) from sensor_requests where taken_at is null and expires_at > now()) < $8
        returning id
        """;

    private const string Read = "select taken_at is not null, done_at is not null, result::text, error, error_said::text from sensor_requests where id = $1";

    private const string ReadSettings = "select driver, settings::text from sensors where id = $1";

    /// <param name="Result">JSON; null without an answer.</param>
    /// <param name="Error">Why it could not be done; null when it could.</param>
    /// <param name="ErrorSaid">The same for a page; null when it is in English only.</param>
    public readonly record struct State(bool IsTaken, bool IsDone, string? Result, string? Error, Sentence? ErrorSaid);

    /// <param name="receiver">Its name; null for the one without a name.</param>
    public async Task<bool> IsReceiverAliveAsync(string? receiver, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Alive);
        Add(command, NpgsqlDbType.Text, receiver);
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <param name="draft">What to read, normalised and checked; null to look what there is.</param>
    /// <param name="settings">A JSON object, its secrets protected.</param>
    /// <param name="receiver">Who is asked; null for the Receiver without a name.</param>
    /// <param name="limit">How long it may take; 1 to 60 s.</param>
    /// <param name="pickUp">How long it may wait for a Receiver.</param>
    /// <returns>Null when too many wait already.</returns>
    public async Task<long?> InsertAsync(SensorDraft? draft, string? settings, string? receiver, TimeSpan limit, TimeSpan pickUp, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Insert);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = draft is null ? "probe" : "read" });
        Add(command, NpgsqlDbType.Text, draft?.Kind);
        Add(command, NpgsqlDbType.Jsonb, settings);
        Add(command, NpgsqlDbType.Double, draft is null ? null : SensorTable.PeriodOf(draft));
        Add(command, NpgsqlDbType.Double, draft?.Calibration);
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = limit.TotalSeconds });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = pickUp.TotalSeconds });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = MostWaiting });
        Add(command, NpgsqlDbType.Text, receiver);
        return (long?)await command.ExecuteScalarAsync(cancel);
    }

    public async Task<State> ReadAsync(long id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Read);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = id });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel)
            ? new State(row.GetBoolean(0), row.GetBoolean(1), TextOf(row, 2), TextOf(row, 3), Sentence.Read(TextOf(row, 4)))
            : default;
    }

    /// <returns>The kind and the settings of a stored sensor; null when there is none.</returns>
    public async Task<(string Driver, string Settings)?> StoredAsync(int sensorId, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(ReadSettings);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = sensorId });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return await row.ReadAsync(cancel) ? (row.GetString(0), row.GetString(1)) : null;
    }

    private static string? TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static void Add(NpgsqlCommand command, NpgsqlDbType type, object? value) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
}
