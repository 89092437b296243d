using System.Net;
using PowerMeter.Shared.Hosting;
using PowerMeter.Web.Offers;

namespace PowerMeter.Web.Server;

/// <summary>Where the site listens, what it takes, and from whom.</summary>
public sealed record WebOptions
{
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

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static WebOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        const string AddressAllowed = "an IP address of this machine, such as 0.0.0.0 or 127.0.0.1";
        var reader = new SettingReader(configuration.GetSection("Web"), "Web");
        var address = reader.Text("Address", "0.0.0.0", AddressAllowed);
        var options = new WebOptions
        {
            Address = IPAddress.TryParse(address, out var parsed) ? parsed : throw SettingException.NotAllowed("Web:Address", address, AddressAllowed),
            Port = reader.WholeNumber("Port", 8080, 1, 65535),
            SamplesAhead = reader.Duration("SamplesAhead", TimeSpan.FromMinutes(10), TimeSpan.Zero, TimeSpan.FromDays(1)),
            OffersFrom = OfferSources.ReadHosts(reader),
            CorsOrigins = Server.CorsOrigins.Parse(reader.Name("CorsOrigins"), reader.OptionalText("CorsOrigins")),
            MostIds = reader.WholeNumber("MostIds", 500, 1, 10_000),
        };
        reader.RejectUnknownKeys();
        return options;
    }
}
