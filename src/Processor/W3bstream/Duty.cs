using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Processor.W3bstream;

/// <summary>
/// That this Processor, and no other, makes and sends readings: a lock that lasts as long as the session of its connection.
/// When that ends, for whatever reason, another Processor can take it.
/// </summary>
internal sealed class Duty : IAsyncDisposable
{
    private const string TakeSql = "select pg_try_advisory_lock($1, $2)";

    private const string GiveBackSql = "select pg_advisory_unlock($1, $2)";

    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _ended = new();

    private Duty(NpgsqlConnection connection)
    {
        _connection = connection;
        Lost = WatchAsync(_ended.Token);
    }

    /// <summary>Ends when the connection has.</summary>
    public Task Lost { get; }

    /// <returns>Null while another Processor has it.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public static async Task<Duty?> TryTakeAsync(NpgsqlDataSource database, CancellationToken cancel)
    {
        var connection = await database.OpenConnectionAsync(cancel);
        try
        {
            if (await CallAsync(connection, TakeSql, cancel)) return new Duty(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await Lost;
        try
        {
            // The pool would keep the session, and the lock with it.
            await CallAsync(_connection, GiveBackSql, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The session has ended: so has the lock.
        }

        await _connection.DisposeAsync();
        _ended.Dispose();
    }

    private static async Task<bool> CallAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new() { Value = W3bstreamLock.Class }, new() { Value = W3bstreamLock.Duty } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        try
        {
            while (true) await _connection.WaitAsync(cancel);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or OperationCanceledException)
        {
            // Lost, or given back.
        }
    }
}
