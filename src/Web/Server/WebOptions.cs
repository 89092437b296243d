using System.Net;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Server;

/// <summary>Where the site listens, and what it takes.</summary>
/// <param name="Address">An address of this machine. Default: 0.0.0.0, all of them.</param>
/// <param name="Port">1 to 65535. Default: 8080.</param>
/// <param name="SamplesAhead">How far a pushed sample may lie ahead of this machine's clock: 0 s to 1 d. Default: 10 min.</param>
/// <param name="LiveClients">Live streams (GET /api/v1/live) at a time; further ones are answered 503: 1 to 10,000. Default: 500.</param>
/// <param name="Metrics">
/// Who may read /metrics, /health, /health/ready and /api/v1/health: lan (private addresses only: loopback, RFC 1918, RFC 4193
/// and link-local), token (a bearer token or a session), all, or off (404). The address is that of the connection: what
/// X-Forwarded-For says is not believed, so behind a proxy on this machine everybody comes from loopback: choose token there.
/// Default: lan.
/// </param>
/// <param name="MinFreeSpace">Bytes (setting MinFreeMegabytes) that the file system of the data must have free, else the health is degraded: 0 to 1 TB. Default: 200 MB.</param>
/// <param name="RollupLag">How old the oldest sample may be that waits for its roll-up, else the health is degraded: 1 s to 1 d. Default: 60 s.</param>
/// <param name="ReadOnly">Whether site and API refuse every change. Signing in and out goes on. Default: false.</param>
public sealed record WebOptions(
    IPAddress Address, int Port, TimeSpan SamplesAhead, int LiveClients, MonitoringAccess Metrics, long MinFreeSpace, TimeSpan RollupLag, bool ReadOnly)
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static WebOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        const string Allowed = "an IP address of this machine, such as 0.0.0.0 or 127.0.0.1";
        var reader = new SettingReader(configuration.GetSection("Web"), "Web");
        var address = reader.Text("Address", "0.0.0.0", Allowed);
        var options = new WebOptions(
            IPAddress.TryParse(address, out var parsed) ? parsed : throw SettingException.NotAllowed("Web:Address", address, Allowed),
            reader.WholeNumber("Port", 8080, 1, 65535),
            reader.Duration("SamplesAhead", TimeSpan.FromMinutes(10), TimeSpan.Zero, TimeSpan.FromDays(1)),
            reader.WholeNumber("LiveClients", 500, 1, 10_000),
            Enum.Parse<MonitoringAccess>(reader.Choice("Metrics", "lan", "lan", "token", "all", "off"), ignoreCase: true),
            reader.WholeNumber("MinFreeMegabytes", 200, 0, 1_000_000) * 1_000_000L,
            reader.Duration("RollupLag", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
            reader.Flag("ReadOnly", false));
        reader.RejectUnknownKeys();
        return options;
    }
}
