using System.Collections.Concurrent;
using System.Security.Claims;
using Npgsql;

namespace PowerMeter.Web.Accounts;

/// <summary>Whether a session still holds: the user exists, with the password and role of then. Asked once a minute a user.</summary>
public sealed class SessionCheck(UserQuery users, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<int, (string? Stamp, DateTimeOffset ReadAt)> _stamps = new();

    public async Task<bool> IsValidAsync(ClaimsPrincipal principal, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.UserId() is not { } id) return false;
        var now = time.GetUtcNow();
        if (!_stamps.TryGetValue(id, out var known) || now - known.ReadAt > Fresh)
        {
            try
            {
                var user = await users.ByIdAsync(id, cancel);
                _stamps[id] = known = (user is null ? null : Session.StampOf(user), now);
            }
            catch (NpgsqlException)
            {
                // The cookie is signed by us and nothing can be read without the database: nobody is signed out for that.
                return true;
            }
        }

        return known.Stamp is not null && known.Stamp == principal.Stamp();
    }

    /// <summary>Call after a password or a role changed, so that it holds at once in this process.</summary>
    public void Forget(int userId) => _stamps.TryRemove(userId, out _);
}
