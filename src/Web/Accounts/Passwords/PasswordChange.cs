using System.Security.Claims;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Accounts.Sessions;
using PowerMeter.Web.Forms;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Accounts.Passwords;

/// <summary>Somebody gives himself another password: this browser stays signed in, all his others are signed out.</summary>
public sealed class PasswordChange(NpgsqlDataSource database, SignIn signIn, SessionTable sessions, ReadOnlyMode readOnly)
{
    private const string OldField = "old_password";

    // Of what another change has just set nothing is undone.
    private const string Update = "update users set password_hash = $2 where id = $1 and password_hash = $3";
    private const string Keep = "update sessions set stamp = $3 where user_id = $1 and key_hash = $2";
    private const string EndOthers = "delete from sessions where user_id = $1 and key_hash <> $2";
    private const string Revoke = "select count(*) filter (where revoke_token(id)) from api_tokens where user_id = $1 and revoked_at is null";

    /// <param name="oldPassword">Guesses are slowed down as those of the sign-in are.</param>
    /// <param name="revokeTokens">Whether his API tokens end, too.</param>
    /// <exception cref="FieldFaultException">Fields <c>old_password</c> and <c>password</c>.</exception>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task ChangeAsync(ClaimsPrincipal who, string oldPassword, string password, bool revokeTokens, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(who);
        readOnly.Check();
        var name = who.Identity?.Name ?? "";
        if (PasswordRules.Check(name, password) is { } fault) throw new FieldFaultException([fault]);
        var result = await signIn.TryAsync(name, oldPassword, await sessions.AddressAsync(who, cancel), cancel);
        if (result.Wait is not null) throw new FieldFaultException([new FieldFault(OldField, "Accounts_OldWait", result.WaitSeconds)]);
        if (result.User is not { } user || user.Id != who.UserId()) throw new FieldFaultException([new FieldFault(OldField, "Accounts_OldWrong")]);
        if (oldPassword == password) throw new FieldFaultException([new FieldFault("password", "Accounts_PasswordSame")]);
        await StoreAsync(user, SessionTable.KeyHashOf(who), await Task.Run(() => UserChanges.HashOf(password), cancel), revokeTokens, cancel);
    }

    private async Task StoreAsync(User user, byte[] keyHash, string passwordHash, bool revokeTokens, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await ExecuteAsync(connection, Update, cancel, user.Id, passwordHash, user.PasswordHash) == 0) throw new FieldFaultException([new FieldFault(OldField, "Accounts_OldWrong")]);
        user.PasswordHash = passwordHash;
        await ExecuteAsync(connection, Keep, cancel, user.Id, keyHash, Session.StampOf(user));
        await ExecuteAsync(connection, EndOthers, cancel, user.Id, keyHash);
        if (revokeTokens) await ExecuteAsync(connection, Revoke, cancel, user.Id);
        await transaction.CommitAsync(cancel);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancel, params object[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return await command.ExecuteNonQueryAsync(cancel);
    }
}
