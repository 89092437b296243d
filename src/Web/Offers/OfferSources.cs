using System.Net;
using System.Net.Sockets;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Offers;

/// <summary>
/// Whence lists of offers may come. Who calls the API may name only addresses of the public internet, so that nobody
/// reaches through this machine what only it can reach; the setting Web:OffersFrom names hosts that are allowed besides.
/// Who types the command sits at this machine, and may name any.
/// </summary>
internal sealed class OfferSources
{
    private const string None = "none";
    private const string AllowedHosts = "none, or hosts with commas between them, such as nas.home or 192.168.1.5:8000";

    /// <summary>Networks that are not the public internet: the special-purpose registries of RFC 6890, and multicast.</summary>
    private static readonly IPNetwork[] Inner =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/16", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    private readonly bool _anywhere;
    private readonly IReadOnlyList<string> _hosts;

    private OfferSources(bool anywhere, IReadOnlyList<string> hosts)
    {
        _anywhere = anywhere;
        _hosts = hosts;
    }

    /// <summary>For the command line.</summary>
    public static OfferSources Anywhere { get; } = new(true, []);

    /// <summary>For the API.</summary>
    /// <param name="hosts">Besides the public internet: host names or addresses, each of them with or without a port.</param>
    public static OfferSources Public(IReadOnlyList<string> hosts) => new(false, hosts);

    /// <summary>Reads the setting OffersFrom.</summary>
    /// <exception cref="SettingException">It is not a list of hosts.</exception>
    public static IReadOnlyList<string> ReadHosts(SettingReader reader)
    {
        var text = reader.Text("OffersFrom", None, AllowedHosts);
        if (text.Equals(None, StringComparison.OrdinalIgnoreCase)) return [];
        var hosts = text.Split(',', StringSplitOptions.TrimEntries);
        return hosts.All(IsHost) ? hosts : throw SettingException.NotAllowed(reader.Name("OffersFrom"), text, AllowedHosts);
    }

    /// <exception cref="OfferSourceException">It is no address of the web, or has a login in it.</exception>
    public static Uri Parse(string url)
    {
        const int Longest = 2000;
        var isWeb = url.Length <= Longest && Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.UserInfo == "" && address.Host != "";
        // What was given may hold a password: it is not repeated.
        return isWeb ? new Uri(url) : throw OfferSourceException.Refused(new Sentence("Tariff_OfferAddress"));
    }

    /// <summary>The address as messages may say it: what follows the question mark may be secret.</summary>
    public static string Plain(Uri address) => address.GetLeftPart(UriPartial.Path);

    public bool Allows(Uri address, IPAddress ip) => _anywhere || IsNamed(address) || IsPublic(ip);

    public static OfferSourceException Refusal(Uri address, IPAddress ip) => OfferSourceException.Refused(
        new Sentence("Tariff_OfferInner", Plain(address), ip.ToString(), LauncherCommand.Name));

    private static bool IsHost(string host) =>
        Uri.TryCreate($"http://{host}", UriKind.Absolute, out var uri) && uri is { PathAndQuery: "/", Fragment: "", UserInfo: "" } && !host.EndsWith('/');

    private static bool IsPublic(IPAddress ip)
    {
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        return ip.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Inner.Any(network => network.Contains(ip));
    }

    private bool IsNamed(Uri address) => _hosts.Any(host =>
        host.Equals(address.Host, StringComparison.OrdinalIgnoreCase) || host.Equals($"{address.Host}:{address.Port}", StringComparison.OrdinalIgnoreCase));
}
