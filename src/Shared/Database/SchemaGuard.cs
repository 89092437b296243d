using Npgsql;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Looks whether the database has the schema that this program knows, and whether it is still the same life of the
/// database. Reads two rows and writes nothing. For several threads.
/// </summary>
public sealed class SchemaGuard(NpgsqlDataSource database)
{
    private const string ReadBoth = "select (select max(version) from schema_version), (select epoch from database_epoch)";

    // Before migration 20 there is no epoch.
    private const string ReadVersion = "select coalesce(max(version), 0) from schema_version";

    private const int PatienceSeconds = 5;

    private readonly Lock _gate = new();
    private volatile string? _misfit;
    private Guid? _epoch;

    /// <summary>Why nothing may be written, as the last look found; null when the schema fits.</summary>
    public string? Misfit => _misfit;

    /// <summary>
    /// The database is another than it was, such as after a restore: what is remembered of it is of the one before. Told
    /// once a change, by whoever looks, before he goes on.
    /// </summary>
    public event Action? EpochChanged;

    /// <summary>What is remembered is of this life of the database, unless a look has said which it is.</summary>
    /// <returns>Whether it is still the same, as far as is known.</returns>
    public bool Know(Guid? epoch)
    {
        lock (_gate) return epoch is null || (_epoch ??= epoch) == epoch;
    }

    /// <returns>As <see cref="Misfit"/>.</returns>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task<string?> LookAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        return await LookAsync(connection, cancel);
    }

    /// <param name="connection">Open, and without a transaction.</param>
    public async Task<string?> LookAsync(NpgsqlConnection connection, CancellationToken cancel) => Take(await ReadAsync(connection, cancel));

    /// <summary>Looks by a connection that is about to write.</summary>
    /// <exception cref="SchemaMisfitException">The schema does not fit.</exception>
    /// <exception cref="NpgsqlException">The database is away.</exception>
    public async Task DemandFitAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await LookAsync(connection, cancel) is { } misfit) throw new SchemaMisfitException(misfit);
    }

    /// <summary>Goes by the last look.</summary>
    /// <exception cref="SchemaMisfitException">The schema does not fit.</exception>
    public void DemandFit()
    {
        if (_misfit is { } misfit) throw new SchemaMisfitException(misfit);
    }

    public static async Task<SchemaFinding> ReadAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            await using var command = new NpgsqlCommand(ReadBoth, connection) { CommandTimeout = PatienceSeconds };
            await using var reader = await command.ExecuteReaderAsync(cancel);
            await reader.ReadAsync(cancel);
            return new SchemaFinding(
                await reader.IsDBNullAsync(0, cancel) ? 0 : reader.GetInt32(0), await reader.IsDBNullAsync(1, cancel) ? null : reader.GetGuid(1));
        }
        catch (PostgresException e) when (IsMissing(e))
        {
            return new SchemaFinding(await ReadVersionAsync(connection, cancel), null);
        }
    }

    private static async Task<int?> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            await using var command = new NpgsqlCommand(ReadVersion, connection) { CommandTimeout = PatienceSeconds };
            return (int)(await command.ExecuteScalarAsync(cancel))!;
        }
        catch (PostgresException e) when (IsMissing(e))
        {
            return e.SqlState == PostgresErrorCodes.UndefinedTable ? 0 : null;
        }
    }

    private static bool IsMissing(PostgresException e) => e.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InsufficientPrivilege;

    private string? Take(SchemaFinding finding)
    {
        var misfit = finding.Misfit(Migrator.LatestVersion);
        bool changed;
        lock (_gate)
        {
            changed = _epoch is not null && finding.Epoch is not null && finding.Epoch != _epoch;
            _epoch = finding.Epoch ?? _epoch;
            _misfit = misfit;
        }

        if (changed) EpochChanged?.Invoke();
        return misfit;
    }
}
