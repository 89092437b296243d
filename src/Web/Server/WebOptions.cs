using System.Net;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Server;

/// <summary>Where the site listens.</summary>
/// <param name="Address">An address of this machine. Default: 0.0.0.0, all of them.</param>
/// <param name="Port">1 to 65535. Default: 8080.</param>
public sealed record WebOptions(IPAddress Address, int Port)
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
            reader.WholeNumber("Port", 8080, 1, 65535));
        reader.RejectUnknownKeys();
        return options;
    }
}
