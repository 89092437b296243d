using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Import.Load;

/// <summary>
/// Tells PostgreSQL that what a connection does is given up. A COPY that waits for a lock hears of nothing else: the driver
/// cancels commands only.
/// </summary>
internal sealed class ServerCancellation : IAsyncDisposable
{
    private readonly CancellationTokenRegistration _registration;
    private Task _told = Task.CompletedTask;

    /// <param name="connection">Open, of the same user.</param>
    public ServerCancellation(NpgsqlDataSource database, NpgsqlConnection connection, CancellationToken cancel)
    {
        var process = connection.ProcessID;
        _registration = cancel.Register(() => _told = TellAsync(database, process));
    }

    /// <summary>Afterwards nothing of it reaches what the connection does next.</summary>
    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        await _told;
    }

    private static async Task TellAsync(NpgsqlDataSource database, int process)
    {
        try
        {
            await using var command = database.CreateCommand("select pg_cancel_backend($1)");
            command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = process });
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // The database is away, and what it did with it.
        }
    }
}
