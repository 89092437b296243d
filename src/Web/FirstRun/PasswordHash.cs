using Microsoft.AspNetCore.Identity;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.FirstRun;

/// <summary>What is kept of a new password, as <see cref="Accounts.Credentials"/> verifies it.</summary>
internal static class PasswordHash
{
    public static string Of(string password)
    {
        var nobody = new User { Name = "", PasswordHash = "", Role = User.Admin, CreatedAt = default };
        return new PasswordHasher<User>().HashPassword(nobody, password);
    }
}
