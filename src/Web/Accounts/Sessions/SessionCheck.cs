using System.Collections.Concurrent;
using System.Security.Claims;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Accounts.Sessions;

/// <summary>
/// Whether a session still holds: it is in the table, and its user has the password and role of then. What the database said
/// is believed for a minute, or until <see cref="AccountWatch"/> hears of a change.
/// </summary>
public sealed class SessionCheck(NpgsqlDataSource database, [FromKeyedServices(WebDatabase.Housekeeping)] NpgsqlDataSource housekeeping, TimeProvider time)
{
    private const int MostRemembered = 1000;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private const string Find = """
        select s.id, s.stamp, u.id, u.name, u.role, u.password_hash, s.last_seen_at < now() - interval '5 minutes'
        from sessions s join users u on u.id = s.user_id
        where s.key_hash = $1 and s.expires_at > now()
        """;

    private const string Seen = """
        update sessions set last_seen_at = now(), expires_at = now() + $2
        where id = $1 and last_seen_at < now() - interval '5 minutes'
        """;

    private readonly ConcurrentDictionary<string, (bool Holds, long ReadAt)> _known = new();

    /// <returns>False also for a session of a program from before sessions were kept: its user signs in once more.</returns>
    public async Task<bool> IsValidAsync(ClaimsPrincipal principal, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (principal.UserId() is not { } user || principal.SessionKey() is not { } key) return false;
        var now = time.GetTimestamp();
        if (_known.TryGetValue(key, out var known) && time.GetElapsedTime(known.ReadAt, now) <= Fresh) return known.Holds;
        try
        {
            var holds = await ReadAsync(user, principal.FindFirstValue(ClaimTypes.Role), key, cancel);
            if (_known.Count >= MostRemembered) _known.Clear();
            _known[key] = (holds, now);
            return holds;
        }
        catch (Exception e) when (DatabaseFault.Is(e))
        {
            // The cookie is signed by us and nothing can be read without the database: nobody is signed out for that.
            return true;
        }
    }

    /// <summary>The database is asked at the next occasion.</summary>
    public void Forget(ClaimsPrincipal principal)
    {
        if (principal.SessionKey() is { } key) _known.TryRemove(key, out _);
    }

    public void ForgetAll() => _known.Clear();

    private async Task<bool> ReadAsync(int user, string? role, string key, CancellationToken cancel)
    {
        var (id, holds, isNews) = await FindAsync(user, role, key, cancel);
        if (!holds || !isNews) return holds;
        await using var seen = housekeeping.CreateCommand(Seen);
        seen.Parameters.Add(new() { Value = id });
        seen.Parameters.Add(new() { Value = SessionTable.Lifetime });
        await seen.ExecuteNonQueryAsync(cancel);
        return holds;
    }

    private async Task<(int Id, bool Holds, bool IsNews)> FindAsync(int userId, string? role, string key, CancellationToken cancel)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(new() { Value = SessionKey.HashOf(key) });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) return default;
        var user = new User { Id = reader.GetInt32(2), Name = reader.GetString(3), Role = reader.GetString(4), PasswordHash = reader.GetString(5), CreatedAt = default };
        var holds = user.Id == userId && user.Role == role && Session.StampOf(user) == reader.GetString(1);
        return (reader.GetInt32(0), holds, reader.GetBoolean(6));
    }
}
