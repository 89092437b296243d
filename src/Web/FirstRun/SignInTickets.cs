using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace PowerMeter.Web.FirstRun;

/// <summary>
/// Lets the browser that finished the first run in without its password, which nobody has kept: a page that is open cannot
/// set a cookie, so it gets a ticket, good for one plain request within ten minutes.
/// </summary>
public sealed class SignInTickets(TimeProvider time)
{
    private const int RandomBytes = 32;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (int UserId, TimeSpan Until)> _tickets = new(StringComparer.Ordinal);

    public string Issue(int userId)
    {
        var ticket = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        _tickets[ticket] = (userId, time.GetElapsedTime(0) + Lifetime);
        return ticket;
    }

    /// <returns>Whose it is; null when it was used, is too old, or never was one.</returns>
    public int? Redeem(string? ticket) =>
        ticket is not null && _tickets.TryRemove(ticket, out var issued) && time.GetElapsedTime(0) < issued.Until ? issued.UserId : null;
}
