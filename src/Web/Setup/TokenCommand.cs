using System.Globalization;
using Npgsql;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts;
using PowerMeter.Web.Accounts.Tokens;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Setup;

/// <summary>Makes, lists and revokes bearer tokens, with the owner's login.</summary>
internal static class TokenCommand
{
    private const string Scopes = "read, write or admin";

    private const string FindUser = "select id, name, role from users where name = $1";
    private const string FindAdmins = "select id, name, role from users where role = 'admin' order by id limit 2";

    /// <summary>Prints the token, which nobody can read again, and nothing else.</summary>
    /// <param name="userName">Whose rights it has at most; null: the only admin's.</param>
    /// <exception cref="SettingException">The name, the scope or the user cannot be used.</exception>
    public static async Task CreateAsync(NpgsqlDataSource database, string name, string scopeName, string? userName)
    {
        if (TokenTable.CheckName(name) is not null) throw SettingException.NotAllowed("--create-token", name, "a name of 1 to 64 characters");
        if (scopeName is not ("read" or "write" or "admin")) throw SettingException.NotAllowed("--scope", scopeName, Scopes);
        var user = await FindUserAsync(database, userName);
        if (Enum.Parse<TokenScope>(scopeName, ignoreCase: true) > Caller.ScopeOf(user.Role))
            throw new SettingException($"--scope is '{scopeName}', and the user '{user.Name}' is a {user.Role}, who may only read; allowed: read, or --user with the name of an admin.");
        try
        {
            Console.WriteLine(await new TokenTable(database).CreateAsync(name, Enum.Parse<TokenScope>(scopeName, ignoreCase: true), user.Id, CancellationToken.None));
        }
        catch (FieldFaultException e)
        {
            throw new SettingException($"There is a token '{name}' already: choose another name, or revoke it first.", e);
        }
    }

    /// <summary>Prints a line a token: name, scope, user, when it was made and last used, with tabs between them.</summary>
    public static async Task ListAsync(NpgsqlDataSource database)
    {
        foreach (var token in await new TokenTable(database).ListAsync(CancellationToken.None))
            Console.WriteLine(string.Join('\t', token.Name, token.Scope, token.UserName, TimeOf(token.CreatedAt), TimeOf(token.LastUsedAt)));
    }

    /// <exception cref="SettingException">There is no such token.</exception>
    public static async Task RevokeAsync(NpgsqlDataSource database, string name)
    {
        var table = new TokenTable(database);
        var token = (await table.ListAsync(CancellationToken.None)).FirstOrDefault(token => token.Name == name);
        if (token is null || !await table.RevokeAsync(token.Id, CancellationToken.None))
            throw new SettingException($"There is no token '{name}': '{LauncherCommand.Name} token list' names those there are.");
        Console.WriteLine($"The token '{name}' is revoked.");
    }

    private static async Task<(int Id, string Name, string Role)> FindUserAsync(NpgsqlDataSource database, string? name)
    {
        await using var command = name is null ? Command(database, FindAdmins) : Command(database, FindUser, name);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<(int, string, string)>();
        while (await reader.ReadAsync()) found.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return found switch
        {
            [var user] => user,
            [] => throw new SettingException(name is null ? "There is no admin whom the token could belong to: make a user first." : $"--user is '{name}', and there is no such user."),
            _ => throw new SettingException("There are several admins: say with --user NAME whom the token belongs to."),
        };
    }

    private static NpgsqlCommand Command(NpgsqlDataSource database, string sql, params object[] parameters)
    {
        var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }

    private static string TimeOf(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "never";
}
