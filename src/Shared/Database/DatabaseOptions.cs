using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Database;

/// <summary>
/// Where PostgreSQL is. The password is not among the settings: it comes from the file that <c>PGPASSFILE</c> names,
/// so that no secret stands in a setting, an argument or a log.
/// </summary>
/// <param name="Host">Host name, address or directory of a Unix socket. Default: /var/run/postgresql.</param>
/// <param name="Port">1 to 65535. Default: 5432.</param>
/// <param name="Name">The database. Default: powermeter.</param>
/// <param name="Username">Default: powermeter_ and the name of the process.</param>
public sealed record DatabaseOptions(string Host, int Port, string Name, string Username)
{
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
        reader.RejectUnknownKeys();
        if (Environment.GetEnvironmentVariable("PGPASSFILE") is { Length: > 0 } file && !File.Exists(file))
            throw SettingException.NotAllowed("PGPASSFILE", file, "a password file of libpq's form that this user can read");
        return options;
    }
}
