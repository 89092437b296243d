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

    /// <summary>After so much silence a machine is asked whether it is still there; not while something that was sent is not acknowledged.</summary>
    private const int KeepAliveSeconds = 15;

    /// <summary>And asked again so often; Linux gives up after nine times.</summary>
    private const int KeepAliveIntervalSeconds = 5;

    /// <summary>One pool of connections a process.</summary>
    /// <param name="process">receiver, processor or web.</param>
    /// <exception cref="Hosting.SettingException">A database setting is wrong.</exception>
    public static void AddDatabase(this IHostApplicationBuilder builder, string process)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = DatabaseOptions.Read(builder.Configuration, process);
        builder.Services.AddSingleton(CreateDataSource(options, $"powermeter-{process}"));
        builder.AddTimelineWatch(options);
    }

    /// <summary>Of several servers it leaves one that is the primary no more.</summary>
    public static void AddTimelineWatch(this IHostApplicationBuilder builder, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        if (DatabaseHost.Parse("Database:Host", options.Host, options.Port).Count > 1)
            builder.Services.AddHostedService(all => ActivatorUtilities.CreateInstance<TimelineWatch>(all, CreateEach(options, "powermeter-watch")));
    }

    /// <returns>Each server by itself, whatever it is, without a pool.</returns>
    public static IReadOnlyList<NpgsqlDataSource> CreateEach(DatabaseOptions options, string applicationName, Action<NpgsqlConnectionStringBuilder>? adjust = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return
        [
            .. DatabaseHost.Parse("Database:Host", options.Host, options.Port).Select(host => CreateDataSource(
                options with { Host = host.Name, Port = host.Port }, applicationName, connection =>
                {
                    connection.Pooling = false;
                    adjust?.Invoke(connection);
                })),
        ];
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
        if (hosts.Any(host => !host.IsThisMachine))
        {
            // A machine that loses its power says nothing, and what takes hours has no timeout of its own.
            builder.ConnectionStringBuilder.TcpKeepAlive = true;
            builder.ConnectionStringBuilder.TcpKeepAliveTime = KeepAliveSeconds;
            builder.ConnectionStringBuilder.TcpKeepAliveInterval = KeepAliveIntervalSeconds;
        }

        if (hosts.Count > 1)
        {
            builder.ConnectionStringBuilder.HostRecheckSeconds = HostRecheckSeconds;
            // A commit that waits for a standby in vain is done on its own server when it is cancelled, and would be taken for
            // confirmed: what has timed out has failed.
            builder.ConnectionStringBuilder.CancellationTimeout = -1;
            builder.UsePhysicalConnectionInitializer(TimelineGuard.Check, TimelineGuard.CheckAsync);
        }

        adjust?.Invoke(builder.ConnectionStringBuilder);
        return (builder, hosts.Count);
    }
}
