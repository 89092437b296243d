using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using PowerMeter.Shared.Hosting;
using IPNetwork = System.Net.IPNetwork;

namespace PowerMeter.Web.Server;

/// <summary>
/// The proxies before this site (setting Web:Proxies): only what they say of whom they call for is believed, by
/// X-Forwarded-For and X-Forwarded-Proto. So the brake on guesses counts the visitor, and a cookie of https stays with https.
/// </summary>
internal static class Proxies
{
    private const string Allowed = "addresses or networks with commas between them, such as 192.168.1.5, 10.0.0.0/24 or ::1";

    /// <exception cref="SettingException">It is no list of addresses and networks.</exception>
    public static IReadOnlyList<IPNetwork> Parse(string key, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0) return [];
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (IPAddress.TryParse(part, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            // Of 10.0.0.1/24 nobody knows whether the one address or the network is meant.
            else if (IPNetwork.TryParse(part, out var network) && network.BaseAddress.Equals(IPAddress.Parse(part[..part.IndexOf('/')]))) networks.Add(network);
            else throw SettingException.NotAllowed(key, text, Allowed);
        }

        return networks;
    }

    /// <summary>Whether the address is a proxy's.</summary>
    public static bool Are(IReadOnlyList<IPNetwork> proxies, IPAddress? address)
    {
        ArgumentNullException.ThrowIfNull(proxies);
        var plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is not null && proxies.Any(network => network.Contains(plain));
    }

    /// <summary>Call first: what comes after sees the visitor's address and scheme.</summary>
    public static void UseProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<WebOptions>().Proxies;
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            // As many as there are one behind the other: it ends at the first that is no proxy of ours.
            ForwardLimit = null,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies) options.KnownIPNetworks.Add(proxy);
        app.UseForwardedHeaders(options);
    }
}
