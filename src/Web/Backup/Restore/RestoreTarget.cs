using Npgsql;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>What a restore would replace.</summary>
/// <param name="Schema">Null: an empty database.</param>
/// <param name="Users">People with an account.</param>
/// <param name="Sensors">Sensors that are set up.</param>
internal sealed record RestoreTarget(int? Schema, long Users, long Sensors)
{
    /// <summary>Whether anything would be lost.</summary>
    public bool HasData => Users > 0 || Sensors > 0;

    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public static async Task<RestoreTarget> ReadAsync(NpgsqlDataSource owner, CancellationToken cancel)
    {
        await using var connection = await owner.OpenConnectionAsync(cancel);
        if (!await connection.ScalarAsync<bool>("select to_regclass('public.schema_version') is not null and to_regclass('public.sensors') is not null and to_regclass('public.users') is not null", cancel))
            return new RestoreTarget(null, 0, 0);
        return new RestoreTarget(
            await connection.ScalarAsync<int>("select coalesce(max(version), 0) from schema_version", cancel),
            await connection.ScalarAsync<long>("select count(*) from users", cancel),
            await connection.ScalarAsync<long>("select count(*) from sensors", cancel));
    }
}
