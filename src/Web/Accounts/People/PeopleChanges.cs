using System.Security.Claims;
using Npgsql;
using PowerMeter.Web.Accounts.Passwords;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Accounts.People;

/// <summary>
/// Who may sign in, and as what. The database itself keeps the last administrator. Whoever is changed is signed out
/// everywhere: what a session may do was settled when it began.
/// </summary>
public sealed partial class PeopleChanges(NpgsqlDataSource database, UserChanges users, AdministratorCheck administrators, ILogger<PeopleChanges> logger)
{
    private const string LastAdministrator = "users_last_administrator";

    private const string List = """
        select u.id, u.name, u.role, u.created_at, (select max(last_seen_at) from sessions s where s.user_id = u.id and s.expires_at > now()),
               (select count(*)::integer from api_tokens t where t.user_id = u.id and t.revoked_at is null)
        from users u order by u.role, lower(u.name)
        """;

    public async Task<IReadOnlyList<Person>> ListAsync(CancellationToken cancel)
    {
        await using var command = database.CreateCommand(List);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var people = new List<Person>();
        while (await reader.ReadAsync(cancel))
            people.Add(new Person(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3),
                reader.IsDBNull(4) ? null : reader.GetFieldValue<DateTimeOffset>(4), reader.GetInt32(5)));
        return people;
    }

    /// <exception cref="FieldFaultException">Name, password or role cannot be so, or the name is taken.</exception>
    public async Task AddAsync(ClaimsPrincipal who, string name, string password, string role, CancellationToken cancel)
    {
        await administrators.CheckAsync(who, cancel);
        await using var connection = await database.OpenConnectionAsync(cancel);
        var id = await users.AddAsync(connection, name, password, role, cancel);
        Did(logger, who.Identity?.Name, "added", id);
    }

    /// <exception cref="FieldFaultException">Field <c>role</c>: it is the last administrator.</exception>
    public Task ChangeRoleAsync(ClaimsPrincipal who, int userId, string role, CancellationToken cancel) =>
        ChangeAsync(who, userId, "gave another role to", "update users set role = $2 where id = $1 and role <> $2", cancel, userId, role);

    /// <exception cref="FieldFaultException">Field <c>password</c>: it cannot be so.</exception>
    public async Task SetPasswordAsync(ClaimsPrincipal who, Person person, string password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(person);
        if (PasswordRules.Check(person.Name, password) is { } fault) throw new FieldFaultException([fault]);
        var hash = await Task.Run(() => UserChanges.HashOf(password), cancel);
        await ChangeAsync(who, person.Id, "set the password of", "update users set password_hash = $2 where id = $1", cancel, person.Id, hash);
    }

    /// <summary>Removes somebody, with the tokens and sessions that are his.</summary>
    /// <exception cref="FieldFaultException">Field <c>role</c>: it is the last administrator.</exception>
    public Task RemoveAsync(ClaimsPrincipal who, int userId, CancellationToken cancel) =>
        ChangeAsync(who, userId, "removed", "delete from users where id = $1", cancel, userId);

    private async Task ChangeAsync(ClaimsPrincipal who, int userId, string what, string sql, CancellationToken cancel, params object[] parameters)
    {
        await administrators.CheckAsync(who, cancel);
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            await using (var change = new NpgsqlCommand(sql, connection))
            {
                foreach (var parameter in parameters) change.Parameters.Add(new() { Value = parameter });
                if (await change.ExecuteNonQueryAsync(cancel) == 0) return;
            }

            await using (var end = new NpgsqlCommand("delete from sessions where user_id = $1", connection) { Parameters = { new() { Value = userId } } })
                await end.ExecuteNonQueryAsync(cancel);
            await transaction.CommitAsync(cancel);
        }
        catch (PostgresException e) when (e.ConstraintName == LastAdministrator)
        {
            throw new FieldFaultException([new FieldFault("role", "Accounts_LastAdministrator")]);
        }

        Did(logger, who.Identity?.Name, what, userId);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Who} {What} user {Id}.")]
    private static partial void Did(ILogger logger, string? who, string what, int id);
}
