using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Backup.Commands;

/// <summary>The settings of the base station for the commands, which work as the database's owner: he may read a schema that is older than the rights of Web's login.</summary>
internal static class CommandSettings
{
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static IConfiguration Read()
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.AddPowerMeterDefaults();
        return builder.Configuration;
    }

    public static NpgsqlDataSource Database(IConfiguration configuration, string applicationName) =>
        DatabaseServices.CreateDataSource(DatabaseOptions.Read(configuration, "owner"), applicationName, Patient);

    /// <summary>Rows that wait for an index or a disk are not lost.</summary>
    public static void Patient(NpgsqlConnectionStringBuilder connection) => connection.CommandTimeout = 0;
}
