using Npgsql;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Accounts;

/// <summary>Finds the token that a call brings. Asked of the database each time: one that was revoked is worth nothing at once.</summary>
public sealed class TokenQuery(NpgsqlDataSource database, [FromKeyedServices(WebDatabase.Housekeeping)] NpgsqlDataSource housekeeping)
{
    private const string Find = """
        select t.id, t.name, t.scope, u.role, t.last_used_at is null or t.last_used_at < now() - interval '1 minute'
        from api_tokens t join users u on u.id = t.user_id
        where t.token_hash = $1 and t.revoked_at is null
        """;

    private const string Used = """
        update api_tokens set last_used_at = now()
        where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')
        """;

    /// <returns>Null when there is no such token, or no more.</returns>
    public async Task<Caller?> FindAsync(byte[] hash, CancellationToken cancel)
    {
        var (id, caller, isNews) = await ReadAsync(hash, cancel);
        if (caller is null || !isNews) return caller;
        await using var used = housekeeping.CreateCommand(Used);
        used.Parameters.Add(new NpgsqlParameter<int> { TypedValue = id });
        await used.ExecuteNonQueryAsync(cancel);
        return caller;
    }

    private async Task<(int Id, Caller? Caller, bool IsNews)> ReadAsync(byte[] hash, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return default;
        var (given, most) = (Enum.Parse<TokenScope>(reader.GetString(2), ignoreCase: true), Caller.ScopeOf(reader.GetString(3)));
        return (reader.GetInt32(0), new Caller($"token {reader.GetString(1)}", given < most ? given : most), reader.GetBoolean(4));
    }
}
