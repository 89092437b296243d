using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts;

/// <summary>
/// Tells whether a login and a password belong together. A pair that did is remembered for five minutes since it was last
/// sent, for the address that sent it, so that a script that sends it with every call does not cost a PBKDF2 each time:
/// as a keyed hash over the address, the stored hash and the password, so that it is forgotten as soon as the password
/// changes, tells nothing to another address, and is worth nothing outside this process.
/// </summary>
public sealed class Credentials(UserQuery users, TimeProvider time)
{
    private const int MostRemembered = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly PasswordHasher<User> _hasher = new();
    private readonly byte[] _processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, TimeSpan> _rememberedUntil = new();

    // Somebody who does not exist costs as much time as somebody who does.
    private readonly Lazy<User> _nobody = new(() =>
    {
        var nobody = new User { Name = "", PasswordHash = "", Role = User.Reader, CreatedAt = default };
        nobody.PasswordHash = new PasswordHasher<User>().HashPassword(nobody, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        return nobody;
    });

    /// <summary>A wall clock that is set back lets nobody be remembered for longer.</summary>
    private TimeSpan Uptime => time.GetElapsedTime(0);

    /// <summary>Whether this address has sent this pair lately. Costs next to nothing.</summary>
    /// <returns>Null when it has not, which says nothing about the pair.</returns>
    public async Task<User?> RecallAsync(string login, string password, IPAddress? address, CancellationToken cancel)
    {
        if (await users.ByNameAsync(login, cancel) is not { } user) return null;
        var (pair, now) = (PairOf(user, password, address), Uptime);
        if (!_rememberedUntil.TryGetValue(pair, out var until) || now >= until) return null;
        Remember(pair, now);
        return user;
    }

    /// <summary>Takes a whole core for a while: the caller sees to it that it is not asked for twice at a time.</summary>
    /// <returns>Null when there is no such user or the password is wrong.</returns>
    public async Task<User?> VerifyAsync(string login, string password, IPAddress? address, CancellationToken cancel)
    {
        var user = await users.ByNameAsync(login, cancel);
        if (!await IsRightAsync(user ?? _nobody.Value, password) || user is null) return null;
        Remember(PairOf(user, password, address), Uptime);
        return user;
    }

    private Task<bool> IsRightAsync(User user, string password) =>
        Task.Run(() => _hasher.VerifyHashedPassword(user, user.PasswordHash, password) != PasswordVerificationResult.Failed);

    private void Remember(string pair, TimeSpan now)
    {
        if (_rememberedUntil.Count >= MostRemembered) _rememberedUntil.Clear();
        _rememberedUntil[pair] = now + Remembered;
    }

    // The length keeps ("ab", "c") apart from ("a", "bc").
    private string PairOf(User user, string password, IPAddress? address) => Convert.ToBase64String(HMACSHA256.HashData(
        _processKey, Encoding.UTF8.GetBytes($"{address}|{user.PasswordHash.Length}:{user.PasswordHash}{password}")));
}
