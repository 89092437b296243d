using Npgsql;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts;

/// <summary>Reads one user. Plain SQL: it runs with every form login of the API.</summary>
public sealed class UserQuery(NpgsqlDataSource database)
{
    private const string Columns = "select id, name, password_hash, role, created_at from users";

    public Task<User?> ByNameAsync(string name, CancellationToken cancel) =>
        ReadAsync($"{Columns} where name = $1", new NpgsqlParameter<string> { TypedValue = name }, cancel);

    public Task<User?> ByIdAsync(int id, CancellationToken cancel) =>
        ReadAsync($"{Columns} where id = $1", new NpgsqlParameter<int> { TypedValue = id }, cancel);

    private async Task<User?> ReadAsync(string sql, NpgsqlParameter key, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(key);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return null;
        return new User
        {
            Id = reader.GetInt32(0),
            Name = reader.GetString(1),
            PasswordHash = reader.GetString(2),
            Role = reader.GetString(3),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(4),
        };
    }
}
