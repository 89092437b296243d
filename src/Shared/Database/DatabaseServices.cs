using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace PowerMeter.Shared.Database;

public static class DatabaseServices
{
    /// <summary>
    /// For so many seconds a server of several is believed to be what it was. After a failover it takes no longer until the
    /// standby is seen to be the primary, and until a server that came back is tried again.
    /// </summary>
    private const int HostRecheckSeconds = 1;

    /// <summary>One pool of connections a process.</summary>
    /// <param name="process">receiver, processor or web.</param>
    /// <exception cref="Hosting.SettingException">A database setting is wrong.</exception>
    public static void AddDatabase(this IHostApplicationBuilder builder, string process)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(CreateDataSource(DatabaseOptions.Read(builder.Configuration, process), $"powermeter-{process}"));
    }

    /// <summary>Of several servers it connects to the one that is the primary at that moment.</summary>
    /// <param name="adjust">What is different for this pool.</param>
    public static NpgsqlDataSource CreateDataSource(DatabaseOptions options, string applicationName, Action<NpgsqlConnectionStringBuilder>? adjust = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (builder, hosts) = Configure(options, applicationName, adjust);
        // Primary and not read-write: a read-only site's connections write nothing on the primary either.
        return hosts == 1 ? builder.Build() : builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }

    /// <summary>Connects to a standby; to the primary while there is none.</summary>
    /// <param name="options">With several servers.</param>
    /// <param name="adjust">What is different for this pool.</param>
    public static NpgsqlDataSource CreateStandbySource(DatabaseOptions options, string applicationName, Action<NpgsqlConnectionStringBuilder>? adjust = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Configure(options, applicationName, adjust).Builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.PreferStandby);
    }

    private static (NpgsqlDataSourceBuilder Builder, int Hosts) Configure(DatabaseOptions options, string applicationName, Action<NpgsqlConnectionStringBuilder>? adjust)
    {
        var hosts = DatabaseHost.Parse("Database:Host", options.Host, options.Port);
        var builder = new NpgsqlDataSourceBuilder
        {
            ConnectionStringBuilder =
            {
                Host = hosts.Count == 1 ? hosts[0].Name : string.Join(',', hosts),
                Port = hosts[0].Port,
                Database = options.Name,
                Username = options.Username,
                ApplicationName = applicationName,
                SslMode = options.SslMode,
                MaxPoolSize = 20,
                MinPoolSize = 0,
                // A server that is away must be noticed soon: the Receiver then spools.
                Timeout = 5,
                CommandTimeout = 30,
                KeepAlive = 10,
                // Nobody here has Kerberos; asking for it costs each process a library and each connect a round trip.
                GssEncryptionMode = GssEncryptionMode.Disable,
                // Planning a question to ten years of months takes longer than answering it (but see DatabaseFault, BatchRows).
                MaxAutoPrepare = 40,
                AutoPrepareMinUsages = 2,
                // Whatever a driver or a server may keep of the past with a connection, it keeps for an hour.
                ConnectionLifetime = 3600,
            },
        };
        if (options.RootCertificate.Length > 0) builder.ConnectionStringBuilder.RootCertificate = options.RootCertificate;
        if (hosts.Count > 1)
        {
            builder.ConnectionStringBuilder.HostRecheckSeconds = HostRecheckSeconds;
            builder.UsePhysicalConnectionInitializer(TimelineGuard.Check, TimelineGuard.CheckAsync);
        }

        adjust?.Invoke(builder.ConnectionStringBuilder);
        return (builder, hosts.Count);
    }
}
