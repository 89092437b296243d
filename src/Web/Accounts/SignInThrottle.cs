using System.Net;

namespace PowerMeter.Web.Accounts;

/// <summary>
/// Slows guessing down: after five failures in a row, each further one doubles a wait, by address up to fifteen minutes
/// and by account up to one, so that nobody can shut the owner out for long by failing on purpose.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    public const int FreeFailures = 5;
    private const int MostEntries = 10_000;
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestForAddress = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestForAccount = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Failures> _failures = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>The wall clock may be set back by a year, and nobody waits for that.</summary>
    private TimeSpan Uptime => time.GetElapsedTime(0);

    /// <returns>How long to wait before the next try; null when it may be made now.</returns>
    public TimeSpan? WaitFor(string login, IPAddress? address)
    {
        var now = Uptime;
        lock (_lock)
        {
            var until = Keys(login, address).Max(key => _failures.GetValueOrDefault(key.Key).BlockedUntil);
            return until > now ? until - now : null;
        }
    }

    public void Failed(string login, IPAddress? address)
    {
        var now = Uptime;
        lock (_lock)
        {
            if (_failures.Count >= MostEntries) Forget(now);
            foreach (var (key, longest) in Keys(login, address))
            {
                var count = _failures.GetValueOrDefault(key).Count + 1;
                _failures[key] = new Failures(count, now, now + WaitAfter(count, longest));
            }
        }
    }

    public void Succeeded(string login, IPAddress? address)
    {
        lock (_lock)
            foreach (var (key, _) in Keys(login, address)) _failures.Remove(key);
    }

    private static TimeSpan WaitAfter(int failures, TimeSpan longest)
    {
        if (failures < FreeFailures) return TimeSpan.Zero;
        var doublings = Math.Min(failures - FreeFailures, 16);
        var wait = FirstWait * (1 << doublings);
        return wait < longest ? wait : longest;
    }

    private static (string Key, TimeSpan Longest)[] Keys(string login, IPAddress? address) =>
        [($"account {login}", LongestForAccount), ($"address {address}", LongestForAddress)];

    private void Forget(TimeSpan now)
    {
        foreach (var (key, failures) in _failures)
            if (failures.BlockedUntil < now && now - failures.Last > Forgotten) _failures.Remove(key);
        // A flood of invented names must not fill the memory, nor lift the waits: the oldest failures go.
        foreach (var (key, _) in _failures.OrderBy(entry => entry.Value.Last).Take(_failures.Count - MostEntries / 2).ToList()) _failures.Remove(key);
    }

    private readonly record struct Failures(int Count, TimeSpan Last, TimeSpan BlockedUntil);
}
