using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>Who is signed in, as claims in the cookie.</summary>
public static class Session
{
    private const string KeyClaim = "session";

    /// <param name="key">See <see cref="Sessions.SessionKey"/>.</param>
    public static ClaimsPrincipal Of(User user, string key)
    {
        ArgumentNullException.ThrowIfNull(user);
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, user.Id.ToString(CultureInfo.InvariantCulture)),
                new Claim(ClaimTypes.Name, user.Name),
                new Claim(ClaimTypes.Role, user.Role),
                new Claim(KeyClaim, key),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme));
    }

    /// <summary>Changes with the password and the role, so that a session made before is worth nothing after.</summary>
    public static string StampOf(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Role} {user.PasswordHash}")).AsSpan(0, 16));
    }

    public static int? UserId(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return int.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    /// <returns>Null for who is not signed in, or was so before sessions were kept.</returns>
    public static string? SessionKey(this ClaimsPrincipal principal) => principal.FindFirstValue(KeyClaim);
}
