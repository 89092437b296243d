using System.Net;
using System.Threading.RateLimiting;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Accounts.Lan;
using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.FirstRun;

/// <summary>
/// Who may do the first run. Until it is done there is no password to ask for, so whoever comes first is the owner: it must
/// at least be somebody of the local network, who typed the base station's own address. A page of the internet whose name
/// is made to point here (DNS rebinding) comes by that name, and is refused; so is who asks without end.
/// </summary>
/// <param name="options">With the proxies before this site.</param>
public sealed class FirstRunAccess(WebOptions options) : IDisposable
{
    public static string NotLocal { get; } =
        $"The first run is for callers from the local network. From elsewhere: '{LauncherCommand.Name} setup --answers FILE' on the machine itself, or a tunnel to it (ssh -L).";

    public const string NotOurName =
        "During the first run this page opens only by the machine's address, such as http://192.168.1.20:8080/install, or by a name of the local network (a single word, or one that ends in .local, .localhost, .lan, .home, .internal, .home.arpa, .localdomain or .fritz.box).";

    public static string Proxied { get; } =
        $"A proxy sent this request, so nobody can tell whether it comes from the local network. Open the machine's own address, such as http://192.168.1.20:8080/install, or run '{LauncherCommand.Name} setup --answers FILE' on it.";

    private const int MostAMinute = 120;

    private readonly PartitionedRateLimiter<IPAddress> _visits = PartitionedRateLimiter.Create<IPAddress, IPAddress>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions { PermitLimit = MostAMinute, Window = TimeSpan.FromMinutes(1) }));

    public void Dispose() => _visits.Dispose();

    /// <returns>Why not, and the status to say it with; null when he may.</returns>
    public (int Status, string Sentence)? RefusalOf(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        // The connection's own address: a header could say anything.
        if (http.Connection.RemoteIpAddress is not { } address || !PrivateAddress.Is(address)) return (StatusCodes.Status403Forbidden, NotLocal);
        // Behind a proxy everybody comes from where it is, unless it is one of ours and said for whom: then the address is the visitor's.
        if (Proxies.Are(options.Proxies, address) || LanCaller.IsByProxy(http.Request)) return (StatusCodes.Status403Forbidden, Proxied);
        if (!IsOwnName(http.Request.Host.Host)) return (StatusCodes.Status403Forbidden, NotOurName);
        using var visit = _visits.AttemptAcquire(address);
        return visit.IsAcquired ? null : (StatusCodes.Status429TooManyRequests, "Too many requests came from this address; allowed: 120 a minute.");
    }

    /// <param name="host">Of the request, without the port.</param>
    internal static bool IsOwnName(string host) => OwnHost.Is(host.Trim('[', ']'), [], "");
}
