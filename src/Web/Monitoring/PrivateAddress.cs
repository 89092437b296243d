using System.Net;
using System.Net.Sockets;

namespace PowerMeter.Web.Monitoring;

/// <summary>Tells the addresses of one's own network from those of the internet.</summary>
public static class PrivateAddress
{
    private static readonly IPNetwork[] Networks =
    [
        IPNetwork.Parse("127.0.0.0/8"),    // loopback, RFC 1122
        IPNetwork.Parse("10.0.0.0/8"),     // RFC 1918
        IPNetwork.Parse("172.16.0.0/12"),  // RFC 1918
        IPNetwork.Parse("192.168.0.0/16"), // RFC 1918
        IPNetwork.Parse("169.254.0.0/16"), // link-local, RFC 3927
        IPNetwork.Parse("::1/128"),        // loopback, RFC 4291
        IPNetwork.Parse("fc00::/7"),       // unique local, RFC 4193
        IPNetwork.Parse("fe80::/10"),      // link-local, RFC 4291
    ];

    /// <param name="address">Null (no address is known, as behind a Unix socket) is not private.</param>
    public static bool Is(IPAddress? address)
    {
        if (address is null) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        // The zone of a link-local address (fe80::1%eth0) is no part of it.
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0) address = new IPAddress(address.GetAddressBytes());
        return Networks.Any(network => network.Contains(address));
    }
}
