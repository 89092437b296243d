using Microsoft.Extensions.Configuration;
using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Where PostgreSQL is. The password is not among the settings: it comes from the file that <c>PGPASSFILE</c> names,
/// so that no secret stands in a setting, an argument or a log.
/// </summary>
/// <param name="Host">
/// Host name, address or directory of a Unix socket; or several names and addresses with commas between them, each with or
/// without a port, of which one is the primary. Default: /var/run/postgresql.
/// </param>
/// <param name="Port">1 to 65535. Default: 5432.</param>
/// <param name="Name">The database. Default: powermeter.</param>
/// <param name="Username">Default: powermeter_ and the name of the process.</param>
public sealed record DatabaseOptions(string Host, int Port, string Name, string Username)
{
    private static readonly Dictionary<string, SslMode> SslModes = new()
    {
        ["disable"] = SslMode.Disable,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    /// <summary>
    /// disable, prefer, require, verify-ca or verify-full, as libpq's sslmode. Default: prefer on this machine; towards another one
    /// require, which encrypts and does not look whose the certificate is, or verify-full when there is a root certificate.
    /// </summary>
    public SslMode SslMode { get; init; } = SslMode.Prefer;

    /// <summary>A PEM file with the certificate that signed the server's; empty: those that the system trusts. Default: empty.</summary>
    public string RootCertificate { get; init; } = "";

    /// <summary>Whether long reads of the past may go to a standby (setting ReadFrom: primary or standby). Needs several hosts. Default: primary.</summary>
    public bool ReadsFromStandby { get; init; }

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static DatabaseOptions Read(IConfiguration configuration, string process)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Database"), "Database");
        var options = new DatabaseOptions(
            reader.Text("Host", "/var/run/postgresql", "a host name, an address or the directory of a Unix socket"),
            reader.WholeNumber("Port", 5432, 1, 65535),
            reader.Text("Name", "powermeter"),
            reader.Text("Username", $"powermeter_{process}"));
        var root = reader.OptionalText("RootCertificate");
        if (root.Length > 0 && !File.Exists(root)) throw SettingException.NotAllowed(reader.Name("RootCertificate"), root, "a PEM file that this user can read");
        var hosts = DatabaseHost.Parse(reader.Name("Host"), options.Host, options.Port);
        var isFar = hosts.Any(host => !host.IsThisMachine);
        var mode = SslModes[reader.Choice("SslMode", root.Length > 0 ? "verify-full" : isFar ? "require" : "prefer", [.. SslModes.Keys])];
        var readsFromStandby = reader.Choice("ReadFrom", "primary", "primary", "standby") == "standby";
        if (readsFromStandby && hosts.Count == 1) throw SettingException.NotAllowed(reader.Name("ReadFrom"), "standby", $"primary, as long as Database:Host names one server only ('{options.Host}')");
        reader.RejectUnknownKeys();
        if (Environment.GetEnvironmentVariable("PGPASSFILE") is { Length: > 0 } file && !File.Exists(file))
            throw SettingException.NotAllowed("PGPASSFILE", file, "a password file of libpq's form that this user can read");
        return options with { SslMode = mode, RootCertificate = root, ReadsFromStandby = readsFromStandby };
    }
}
