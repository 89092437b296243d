using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Receiver.Ingest;

/// <summary>Where samples wait for the database.</summary>
/// <param name="Directory">Used by one Receiver alone. Default: /var/lib/powermeter/spool.</param>
/// <param name="MaxBytes">Set in MB, 1 to 65,536; the oldest samples are dropped beyond. Default: 256 MB, some nine million samples.</param>
public sealed record SpoolOptions(string Directory, long MaxBytes)
{
    private const int BytesPerMegabyte = 1024 * 1024;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static SpoolOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Spool"), "Spool");
        var options = new SpoolOptions(
            reader.Text("Directory", "/var/lib/powermeter/spool", "the path of a directory"),
            (long)reader.WholeNumber("MaxSize", 256, 1, 65_536) * BytesPerMegabyte);
        reader.RejectUnknownKeys();
        return options;
    }
}
