using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using PowerMeter.Shared.Database;

namespace PowerMeter.Web.Accounts;

/// <summary>
/// Tells whether a login and a password belong together. A pair that did is remembered for five minutes, so that a
/// script that sends it with every call does not cost a PBKDF2 each time: as a keyed hash over the password and the
/// stored hash, so that it is forgotten as soon as the password changes, and worth nothing outside this process.
/// </summary>
public sealed class Credentials(UserQuery users, TimeProvider time) : IDisposable
{
    private const int MostRemembered = 1000;
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private readonly PasswordHasher<User> _hasher = new();
    private readonly byte[] _processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _verifiedUntil = new();

    // Verifying takes a whole core for a while: a flood of guesses must leave the other core to the rest.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    // Somebody who does not exist costs as much time as somebody who does.
    private readonly Lazy<User> _nobody = new(() =>
    {
        var nobody = new User { Name = "", PasswordHash = "", Role = User.Reader, CreatedAt = default };
        nobody.PasswordHash = new PasswordHasher<User>().HashPassword(nobody, Convert.ToHexString(RandomNumberGenerator.GetBytes(32)));
        return nobody;
    });

    public void Dispose() => _oneAtATime.Dispose();

    /// <returns>Null when there is no such user or the password is wrong.</returns>
    public async Task<User?> VerifyAsync(string login, string password, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(login);
        ArgumentNullException.ThrowIfNull(password);
        var user = await users.ByNameAsync(login, cancel);
        var now = time.GetUtcNow();
        var pair = PairOf(user ?? _nobody.Value, password);
        if (user is not null && _verifiedUntil.TryGetValue(pair, out var until) && now < until) return user;

        if (!await IsRightAsync(user ?? _nobody.Value, password, cancel) || user is null) return null;
        Remember(pair, now);
        return user;
    }

    private async Task<bool> IsRightAsync(User user, string password, CancellationToken cancel)
    {
        await _oneAtATime.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => _hasher.VerifyHashedPassword(user, user.PasswordHash, password), cancel)
                != PasswordVerificationResult.Failed;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private void Remember(string pair, DateTimeOffset now)
    {
        if (_verifiedUntil.Count >= MostRemembered) _verifiedUntil.Clear();
        _verifiedUntil[pair] = now + Remembered;
    }

    // The length keeps ("ab", "c") apart from ("a", "bc").
    private string PairOf(User user, string password) => Convert.ToBase64String(HMACSHA256.HashData(
        _processKey, Encoding.UTF8.GetBytes($"{user.PasswordHash.Length}:{user.PasswordHash}{password}")));
}
