using Npgsql;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Accounts.Tokens;

/// <summary>The bearer tokens of the API, for the settings and the command line, each by its own rights in the database.</summary>
public sealed class TokenTable(NpgsqlDataSource database)
{
    public const int LongestName = 64;

    private const string Insert = "insert into api_tokens (name, user_id, scope, token_hash) values ($1, $2, $3, $4)";

    private const string List = """
        select t.id, t.name, t.scope, u.name, t.created_at, t.last_used_at
        from api_tokens t join users u on u.id = t.user_id
        where t.revoked_at is null order by t.name
        """;

    /// <returns>What is wrong with a new token's name; null when it may be so.</returns>
    public static FieldFault? CheckName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Trim().Length == 0 || name.Length > LongestName || name.Any(char.IsControl) ? new FieldFault("name", "Accounts_TokenName", LongestName) : null;
    }

    /// <param name="userId">Whose rights it has at most.</param>
    /// <returns>The token, which nobody can read again.</returns>
    /// <exception cref="FieldFaultException">Field <c>name</c>: it cannot be so, or there is such a token already.</exception>
    public async Task<string> CreateAsync(string name, TokenScope scope, int userId, CancellationToken cancel)
    {
        if (CheckName(name) is { } fault) throw new FieldFaultException([fault]);
        var token = TokenText.Create();
        await using var insert = database.CreateCommand(Insert);
        foreach (var value in new object[] { name, userId, scope.ToString().ToLowerInvariant(), TokenText.HashOf(token)! }) insert.Parameters.Add(new() { Value = value });
        try
        {
            await insert.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new FieldFaultException([new FieldFault("name", "Accounts_TokenTaken", name)]);
        }

        return token;
    }

    /// <summary>Those that hold, by name.</summary>
    public async Task<IReadOnlyList<StoredToken>> ListAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(List);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var tokens = new List<StoredToken>();
        while (await reader.ReadAsync(cancel))
            tokens.Add(new StoredToken(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3),
                reader.GetFieldValue<DateTimeOffset>(4), reader.IsDBNull(5) ? null : reader.GetFieldValue<DateTimeOffset>(5)));
        return tokens;
    }

    /// <summary>Makes a token worthless at once.</summary>
    /// <returns>Whether it held until now.</returns>
    public async Task<bool> RevokeAsync(int id, CancellationToken cancel)
    {
        await using var command = database.CreateCommand("select revoke_token($1)");
        command.Parameters.Add(new() { Value = id });
        return (bool)(await command.ExecuteScalarAsync(cancel))!;
    }
}
