using Npgsql;

namespace PowerMeter.Web.Accounts;

/// <summary>Makes and changes who may sign in. Faults have the fields <c>name</c> and <c>password</c>.</summary>
public interface IUserChanges
{
    /// <summary>What is wrong with a new account; nothing when it may be so. Pure: whether the name is taken is for the database to say.</summary>
    IReadOnlyList<Forms.FieldFault> Check(string name, string password);

    /// <summary>Makes a user within somebody's transaction.</summary>
    /// <param name="role">See <see cref="Shared.Database.User"/>.</param>
    /// <returns>The new user's id.</returns>
    Task<int> AddAsync(NpgsqlConnection connection, string name, string password, string role, CancellationToken cancel);
}
