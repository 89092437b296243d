using System.Net;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Server;

/// <summary>Where the site listens, and what it takes.</summary>
/// <param name="Address">An address of this machine. Default: 0.0.0.0, all of them.</param>
/// <param name="Port">1 to 65535. Default: 8080.</param>
/// <param name="SamplesAhead">How far a pushed sample may lie ahead of this machine's clock: 0 s to 1 d. Default: 10 min.</param>
/// <param name="MostIds">The widest range of ids that one call may name: 1 to 10000. Default: 500, as CitizenWatt had it.</param>
public sealed record WebOptions(IPAddress Address, int Port, TimeSpan SamplesAhead, int MostIds)
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
            reader.WholeNumber("MostIds", 500, 1, 10_000));
        reader.RejectUnknownKeys();
        return options;
    }
}
