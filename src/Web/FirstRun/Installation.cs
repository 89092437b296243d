using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.FirstRun;

/// <summary>
/// Whether the base station is set up: whether it has an administrator. Asked of the database until it is so, and never
/// again: once true it stays true for as long as this process lives.
/// </summary>
public sealed class Installation(NpgsqlDataSource database)
{
    private const string HasAdmin = "select exists (select from users where role = $1)";

    private volatile bool _isDone;

    /// <summary>It was set up by this process, just now.</summary>
    public event Action? Done;

    /// <summary>From where, when it was this process that wrote it; null for the command line or another process.</summary>
    public string? DoneFrom { get; private set; }

    /// <exception cref="NpgsqlException">The database does not answer, and nobody knows.</exception>
    public async ValueTask<bool> IsDoneAsync(CancellationToken cancel)
    {
        if (_isDone) return true;
        await using var connection = await database.OpenConnectionAsync(cancel);
        return _isDone = await IsDoneAsync(connection, cancel);
    }

    /// <summary>When it was set up; null when nobody knows.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<DateTimeOffset?> DoneAtAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select min(created_at) from users where role = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = User.Admin });
        return await command.ExecuteScalarAsync(cancel) is DateTime at ? new DateTimeOffset(at) : null;
    }

    /// <summary>Asked within the last step's transaction, under its lock.</summary>
    internal static async Task<bool> IsDoneAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(HasAdmin, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = User.Admin });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }

    /// <summary>Call after the last step was written.</summary>
    /// <param name="from">The address of whoever did it, for those who were slower.</param>
    internal void SetDone(string? from)
    {
        (DoneFrom, _isDone) = (from, true);
        Done?.Invoke();
    }
}
