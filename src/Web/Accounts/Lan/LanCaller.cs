using PowerMeter.Web.Monitoring;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Accounts.Lan;

/// <summary>Tells who calls from the own network, by what cannot be said but must be so: the connection's address and the name that the browser believes to be at.</summary>
public sealed class LanCaller(WebOptions options)
{
    /// <summary>A proxy says by these for whom it calls (RFC 7239 and the habit before it).</summary>
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via", "CF-Connecting-IP"];

    private static readonly string Machine = Environment.MachineName;

    /// <summary>Whether the name that the request is for is one of the own network's: no page of elsewhere can have sent it.</summary>
    public bool IsForOwnHost(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return OwnHost.Is(request.Host.Host.Trim('[', ']'), options.Hosts, Machine);
    }

    /// <summary>Whether a proxy says that it passes this on for somebody.</summary>
    public static bool IsByProxy(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ProxyHeaders.Any(request.Headers.ContainsKey);
    }

    /// <summary>
    /// Whether the call comes from the own network itself. Behind a proxy on this machine everybody would come from loopback, so what a proxy
    /// sent counts for none of it: there everybody signs in, unless it is one of ours (setting Web:Proxies) and said for whom.
    /// </summary>
    public bool Is(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return PrivateAddress.Is(http.Connection.RemoteIpAddress) && !Proxies.Are(options.Proxies, http.Connection.RemoteIpAddress) && IsForOwnHost(http.Request) && !IsByProxy(http.Request);
    }
}
