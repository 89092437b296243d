using System.Net;
using PowerMeter.Shared.Display;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Offers;

namespace PowerMeter.Web.Server;

/// <summary>Where the site listens, what it takes, and from whom.</summary>
public sealed record WebOptions
{
    private const int BytesPerMegabyte = 1 << 20;

    /// <summary>An address of this machine. Default: 0.0.0.0, all of them.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>1 to 65535. Default: 8080.</summary>
    public required int Port { get; init; }

    /// <summary>How far a pushed sample may lie ahead of this machine's clock: 0 s to 1 d. Default: 10 min.</summary>
    public required TimeSpan SamplesAhead { get; init; }

    /// <summary>
    /// Hosts, each with or without a port, from which the API may fetch lists of offers although they are not on the public
    /// internet. Default: none.
    /// </summary>
    public required IReadOnlyList<string> OffersFrom { get; init; }

    /// <summary>Sites whose pages may call the API from a browser, with commas between them, such as https://grafana.home:3000. Default: none.</summary>
    public required IReadOnlyList<string> CorsOrigins { get; init; }

    /// <summary>The widest range of ids that one call may name: 1 to 10000. Default: 500, as CitizenWatt had it.</summary>
    public required int MostIds { get; init; }

    /// <summary>Live streams (GET /api/v1/live) at a time; further ones are answered 503: 1 to 10,000. Default: 500.</summary>
    public required int LiveClients { get; init; }

    /// <summary>
    /// Who may read /metrics, /health, /health/ready and /api/v1/health: lan (private addresses only: loopback, RFC 1918, RFC 4193
    /// and link-local; and only under a name of the own network, see Hosts), token (a bearer token or a session), all, or off (404). The address is that of the connection: what
    /// X-Forwarded-For says is believed of Proxies only, so behind another proxy on this machine everybody comes from loopback: choose token there.
    /// Default: lan.
    /// </summary>
    public required MonitoringAccess Metrics { get; init; }

    /// <summary>
    /// Names, with commas between them, by which this machine is reached on its own network, besides IP addresses, localhost, names
    /// without a dot, those below .local, .lan, .home, .home.arpa and .internal, and the machine's own: such as power.example.org. What is
    /// shown without signing in (the dashboard when the site's setting says so, and what Metrics=lan opens) is shown under these names only,
    /// since whoever owns any other name could let it point here and read along (DNS rebinding). Default: none.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>
    /// Addresses and networks of the proxies before this site, with commas between them, whose X-Forwarded-For and
    /// X-Forwarded-Proto are believed, such as 192.168.1.5 or 10.0.0.0/24. Nobody else's are. Default: none.
    /// </summary>
    public IReadOnlyList<IPNetwork> Proxies { get; init; } = [];

    /// <summary>Bytes (setting MinFreeMegabytes) that the file system of the data must have free, else the health is degraded: 0 to 1 TB. Default: 200 MB.</summary>
    public required long MinFreeSpace { get; init; }

    /// <summary>How old the oldest sample may be that waits for its roll-up, else the health is degraded: 1 s to 1 d. Default: 60 s.</summary>
    public required TimeSpan RollupLag { get; init; }

    /// <summary>Whether site and API refuse every change. Signing in and out goes on. Default: false.</summary>
    public required bool ReadOnly { get; init; }

    /// <summary>The largest file that the data page takes, in bytes: 1 to 65,536 MB. Default: 2,048 MB.</summary>
    public required long LargestImport { get; init; }

    /// <summary>Where such a file lies, without a name, until it is loaded. Default: the system's directory for temporary files.</summary>
    public required string UploadDirectory { get; init; }

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static WebOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        const string AddressAllowed = "an IP address of this machine, such as 0.0.0.0 or 127.0.0.1";
        var reader = new SettingReader(configuration.GetSection("Web"), "Web");
        var address = reader.Text("Address", LanAddress.DefaultListening, AddressAllowed);
        var options = new WebOptions
        {
            Address = IPAddress.TryParse(address, out var parsed) ? parsed : throw SettingException.NotAllowed("Web:Address", address, AddressAllowed),
            Port = reader.WholeNumber("Port", LanAddress.DefaultPort, 1, 65535),
            SamplesAhead = reader.Duration("SamplesAhead", TimeSpan.FromMinutes(10), TimeSpan.Zero, TimeSpan.FromDays(1)),
            OffersFrom = OfferSources.ReadHosts(reader),
            CorsOrigins = Server.CorsOrigins.Parse(reader.Name("CorsOrigins"), reader.OptionalText("CorsOrigins")),
            MostIds = reader.WholeNumber("MostIds", 500, 1, 10_000),
            LiveClients = reader.WholeNumber("LiveClients", 500, 1, 10_000),
            Metrics = Enum.Parse<MonitoringAccess>(reader.Choice("Metrics", "lan", "lan", "token", "all", "off"), ignoreCase: true),
            Hosts = ReadHosts(reader),
            Proxies = Server.Proxies.Parse(reader.Name("Proxies"), reader.OptionalText("Proxies")),
            MinFreeSpace = reader.WholeNumber("MinFreeMegabytes", 200, 0, 1_000_000) * 1_000_000L,
            RollupLag = reader.Duration("RollupLag", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            ReadOnly = reader.Flag("ReadOnly", false),
            LargestImport = (long)reader.WholeNumber("LargestImport", 2048, 1, 65_536) * BytesPerMegabyte,
            UploadDirectory = reader.Text("UploadDirectory", Path.GetTempPath(), "a directory that this process may write"),
        };
        reader.RejectUnknownKeys();
        return options;
    }

    private static string[] ReadHosts(SettingReader reader)
    {
        var text = reader.OptionalText("Hosts");
        if (text.Length == 0) return [];
        var hosts = text.Split(',', StringSplitOptions.TrimEntries);
        return hosts.All(host => Uri.CheckHostName(host) == UriHostNameType.Dns)
            ? hosts
            : throw SettingException.NotAllowed(reader.Name("Hosts"), text, "names of this machine without a port, with commas between them, such as power.example.org");
    }
}
