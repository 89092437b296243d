using Npgsql;
using NpgsqlTypes;
using PowerMeter.Shared.Database;

namespace PowerMeter.Shared.Queries;

/// <summary>
/// Where a long read of the past goes: to a standby when the setting Database:ReadFrom says so and one has all that the
/// primary had when it was asked, else to the primary. So no answer is older than what its reader was told before.
/// </summary>
/// <param name="primary">Everything else goes here.</param>
/// <param name="standby">Null: the primary serves everything.</param>
public sealed class LongReads(NpgsqlDataSource primary, NpgsqlDataSource? standby, TimeProvider time)
{
    /// <summary>How long a standby may take to catch up, where a long read itself takes seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    // What was written and not yet flushed can be seen already, and may have been told.
    private const string Written = "select pg_current_wal_insert_lsn()";

    // The primary itself, when it is all that answers, has everything.
    private const string HasIt = "select not pg_is_in_recovery() or pg_last_wal_replay_lsn() >= $1";

    private const int LimitSeconds = 5;

    /// <summary>A connection for reads only, to be disposed of.</summary>
    /// <exception cref="NpgsqlException">The primary does not answer.</exception>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel) =>
        standby is null ? await primary.OpenConnectionAsync(cancel) : await TryStandbyAsync(standby, cancel) ?? await primary.OpenConnectionAsync(cancel);

    /// <summary>A connection to the primary, for what a standby could not finish.</summary>
    public ValueTask<NpgsqlConnection> OpenPrimaryAsync(CancellationToken cancel) => primary.OpenConnectionAsync(cancel);

    /// <summary>
    /// Whether it may be read once again on the primary: a standby cancels what looks at rows that the primary has cleared
    /// away (PostgreSQL manual, "Handling Query Conflicts"), and ends its sessions when it is promoted or stopped.
    /// </summary>
    public bool MayRetry(Exception e) => standby is not null
        && (e is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.QueryCanceled or "57P01" or "57P02" or "57P03" or "57P04" }
            || e is NpgsqlException and not PostgresException);

    private async Task<NpgsqlConnection?> TryStandbyAsync(NpgsqlDataSource other, CancellationToken cancel)
    {
        NpgsqlLogSequenceNumber written;
        await using (var ask = primary.CreateCommand(Written)) written = (NpgsqlLogSequenceNumber)(await ask.ExecuteScalarAsync(cancel))!;
        NpgsqlConnection? connection = null;
        try
        {
            connection = await other.OpenConnectionAsync(cancel);
            var began = time.GetTimestamp();
            while (!await HasAsync(connection, written, cancel))
            {
                if (time.GetElapsedTime(began) > Patience) throw new TimeoutException();
                await Task.Delay(LookAgain, time, cancel);
            }

            return connection;
        }
        catch (Exception e) when (e is TimeoutException || DatabaseFault.Is(e))
        {
            if (connection is not null) await connection.DisposeAsync();
            return null;
        }
    }

    private static async Task<bool> HasAsync(NpgsqlConnection connection, NpgsqlLogSequenceNumber written, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(HasIt, connection) { CommandTimeout = LimitSeconds, Parameters = { new() { Value = written, NpgsqlDbType = NpgsqlDbType.PgLsn } } };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
