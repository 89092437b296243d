using Microsoft.AspNetCore.Identity;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Accounts.Passwords;
using PowerMeter.Web.Forms;

namespace PowerMeter.Web.Accounts;

/// <summary>
/// Makes users: what a name and a password may be stands here once, for the first run, the people's page and the command line.
/// Faults have the fields <c>name</c> and <c>password</c>.
/// </summary>
public sealed class UserChanges
{
    public const int LongestName = SignIn.LongestLogin;

    // Who else took the name says so here: a broken unique index would end somebody's whole transaction.
    private const string Insert = "insert into users (name, password_hash, role) values ($1, $2, $3) on conflict (name) do nothing returning id";

    /// <summary>What is wrong with a new account; nothing when it may be so. Pure: whether the name is taken is for the database to say.</summary>
    public IReadOnlyList<FieldFault> Check(string name, string password)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(password);
        return [.. new[] { CheckName(name), PasswordRules.Check(name, password) }.OfType<FieldFault>()];
    }

    /// <summary>Makes a user within somebody's transaction.</summary>
    /// <param name="role">See <see cref="Shared.Database.User"/>.</param>
    /// <returns>The new user's id.</returns>
    /// <exception cref="FieldFaultException">The name or the password cannot be so, or the name is taken.</exception>
    public async Task<int> AddAsync(NpgsqlConnection connection, string name, string password, string role, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(role);
        if (Check(name, password) is { Count: > 0 } faults) throw new FieldFaultException(faults);
        if (role is not (User.Admin or User.Reader)) throw new FieldFaultException([new FieldFault("role", "Accounts_RoleUnknown", role)]);
        // Hashing takes a whole core for a while.
        var hash = await Task.Run(() => HashOf(password), cancel);
        await using var insert = new NpgsqlCommand(Insert, connection) { Parameters = { new() { Value = name }, new() { Value = hash }, new() { Value = role } } };
        return await insert.ExecuteScalarAsync(cancel) is int id ? id : throw new FieldFaultException([new FieldFault("name", "Accounts_NameTaken", name)]);
    }

    /// <summary>What the database keeps of a password.</summary>
    public static string HashOf(string password) =>
        new PasswordHasher<User>().HashPassword(new User { Name = "", PasswordHash = "", Role = User.Reader, CreatedAt = default }, password);

    private static FieldFault? CheckName(string name)
    {
        if (name.Length == 0) return new FieldFault("name", "Accounts_NameMissing", LongestName);
        if (name.Length > LongestName) return new FieldFault("name", "Accounts_NameLong", name.Length, LongestName);
        var isClean = !name.Any(char.IsControl) && name.Trim().Length == name.Length && name.EnumerateRunes().All(rune => rune != System.Text.Rune.ReplacementChar);
        return isClean ? null : new FieldFault("name", "Accounts_NameSpaces");
    }
}
