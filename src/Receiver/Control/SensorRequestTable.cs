using Npgsql;
using NpgsqlTypes;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Control;

/// <summary>
/// Takes the requests that are for this Receiver from <c>sensor_requests</c>, each once, whatever number of Receivers looks. Nothing is held open
/// meanwhile: whoever asked a Receiver that dies is told that it did not answer, and asks again.
/// </summary>
public sealed class SensorRequestTable(NpgsqlDataSource database, ReceiverOptions options, NameClaim claim)
{
    private const int LimitSeconds = 15;

    private const string TakeNext = """
        update sensor_requests set taken_at = now()
        where id = (
          select id from sensor_requests where taken_at is null and expires_at > now() and receiver is not distinct from $1 order by id limit 1 for update skip locked
        )
        returning id, kind, limit_s, driver, settings::text, period_s, calibration
        """;

    private const string Finish = "update sensor_requests set done_at = now(), result = $2, error = $3, error_said = $4 where id = $1 and done_at is null";

    /// <returns>Null when none waits, or another Receiver has this one's name.</returns>
    public async Task<SensorRequest?> TakeNextAsync(CancellationToken cancel)
    {
        if (claim.Refusal is not null) return null;
        await using var command = database.CreateCommand(TakeNext);
        command.CommandTimeout = LimitSeconds;
        command.Parameters.Add(new() { Value = (object?)options.Name ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var row = await command.ExecuteReaderAsync(cancel);
        return !await row.ReadAsync(cancel) ? null : new SensorRequest(
            row.GetInt64(0), row.GetString(1), TimeSpan.FromSeconds(row.GetDouble(2)), TextOf(row, 3), TextOf(row, 4), NumberOf(row, 5), NumberOf(row, 6));
    }

    /// <param name="result">JSON; null when it could not be done.</param>
    /// <param name="error">Why not.</param>
    public async Task FinishAsync(long id, string? result, Sentence? error, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Finish);
        command.CommandTimeout = LimitSeconds;
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = (object?)result ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        command.Parameters.Add(new() { Value = (object?)error?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)error?.ToJson() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static string? TextOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static double? NumberOf(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
