using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Processor.W3bstream;

/// <summary>What the machine's administrator sets of W3bstream. What the user sets stands in the database.</summary>
public sealed record W3bstreamOptions
{
    public const string DefaultDirectory = "/var/lib/powermeter/identity";

    /// <summary>Where the device's key lies; only the Processor's user may enter it.</summary>
    public string Directory { get; init; } = DefaultDirectory;

    /// <summary>The curve of a key that is made: secp256k1 or secp256r1. A key that is there keeps its own.</summary>
    public string Curve { get; init; } = "secp256k1";

    /// <summary>Certificates in PEM that are trusted beside the system's; empty for none.</summary>
    public string CaFile { get; init; } = "";

    /// <summary>An HTTP proxy, such as <c>http://proxy.lan:3128</c>; empty for none.</summary>
    public string Proxy { get; init; } = "";

    /// <summary>How long one delivery may take, from connecting to the last byte of the answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest pause between two attempts while the network is away.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static W3bstreamOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("W3bstream"), "W3bstream");
        var options = new W3bstreamOptions
        {
            Directory = reader.Text("Directory", DefaultDirectory, "a directory that this process may write"),
            Curve = reader.Choice("Curve", "secp256k1", "secp256k1", "secp256r1"),
            CaFile = reader.OptionalText("CaFile"),
            Proxy = reader.OptionalText("Proxy"),
            Timeout = reader.Duration("Timeout", TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            LongestPause = reader.Duration("LongestPause", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        };
        reader.RejectUnknownKeys();
        return options;
    }
}
