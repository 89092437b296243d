using System.Net;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Server;

/// <summary>Where the site listens, and what it takes.</summary>
/// <param name="Address">An address of this machine. Default: 0.0.0.0, all of them.</param>
/// <param name="Port">1 to 65535. Default: 8080.</param>
/// <param name="SamplesAhead">How far a pushed sample may lie ahead of this machine's clock: 0 s to 1 d. Default: 10 min.</param>
public sealed record WebOptions(IPAddress Address, int Port, TimeSpan SamplesAhead)
{
    private const int BytesPerMegabyte = 1 << 20;

    /// <summary>The largest file that the data page takes, in bytes: 1 to 65,536 MB. Default: 2,048 MB.</summary>
    public required long LargestImport { get; init; }

    /// <summary>Where such a file lies, without a name, until it is loaded. Default: the system's directory for temporary files.</summary>
    public required string UploadDirectory { get; init; }

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
            reader.Duration("SamplesAhead", TimeSpan.FromMinutes(10), TimeSpan.Zero, TimeSpan.FromDays(1)))
        {
            LargestImport = (long)reader.WholeNumber("LargestImport", 2048, 1, 65_536) * BytesPerMegabyte,
            UploadDirectory = reader.Text("UploadDirectory", Path.GetTempPath(), "a directory that this process may write"),
        };
        reader.RejectUnknownKeys();
        return options;
    }
}
