using System.Net;

namespace PowerMeter.Web.Accounts.Lan;

/// <summary>
/// Tells the names that this machine has on its own network from names of the internet. Whoever owns one of those may let it
/// point to an address at somebody's home (DNS rebinding), and then his page reads ours as if it were his own: what is shown
/// without signing in is shown only under a name that cannot be his. Pure.
/// </summary>
public static class OwnHost
{
    /// <summary>
    /// Nobody can have a name below these: mDNS (RFC 6762), RFC 6761, RFC 8375, what ICANN has set aside or never delegates, and the domain
    /// that FRITZ!Box routers give out, which is their maker's. Not .box as a whole: it is a domain of the internet, where anybody buys a name.
    /// </summary>
    private static readonly string[] Private = [".local", ".localhost", ".home.arpa", ".internal", ".lan", ".home", ".localdomain", ".fritz.box"];

    /// <param name="host">Without a port, as the request's Host header names it.</param>
    /// <param name="configured">Further names that are this machine's (setting Web:Hosts).</param>
    /// <param name="machine">The machine's own name.</param>
    public static bool Is(string host, IEnumerable<string> configured, string machine)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(configured);
        ArgumentNullException.ThrowIfNull(machine);
        var name = host.TrimEnd('.');
        if (name.Length == 0) return false;
        if (IPAddress.TryParse(name, out _)) return true;
        // A name without a dot is none of the internet's.
        if (!name.Contains('.', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)) return true;
        return Same(name, machine) || configured.Any(own => Same(name, own)) || Private.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
