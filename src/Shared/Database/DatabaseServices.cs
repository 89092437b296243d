using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace PowerMeter.Shared.Database;

public static class DatabaseServices
{
    /// <summary>One pool of connections a process.</summary>
    /// <param name="process">receiver, processor or web.</param>
    /// <exception cref="Hosting.SettingException">A database setting is wrong.</exception>
    public static void AddDatabase(this IHostApplicationBuilder builder, string process)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(CreateDataSource(DatabaseOptions.Read(builder.Configuration, process), $"powermeter-{process}"));
    }

    /// <param name="adjust">What is different for this pool.</param>
    public static NpgsqlDataSource CreateDataSource(DatabaseOptions options, string applicationName, Action<NpgsqlConnectionStringBuilder>? adjust = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var builder = new NpgsqlDataSourceBuilder
        {
            ConnectionStringBuilder =
            {
                Host = options.Host,
                Port = options.Port,
                Database = options.Name,
                Username = options.Username,
                ApplicationName = applicationName,
                MaxPoolSize = 20,
                MinPoolSize = 0,
                // A server that is away must be noticed soon: the Receiver then spools.
                Timeout = 5,
                CommandTimeout = 30,
                KeepAlive = 10,
                // Nobody here has Kerberos; asking for it costs each process a library and each connect a round trip.
                GssEncryptionMode = GssEncryptionMode.Disable,
                MaxAutoPrepare = 40,
                AutoPrepareMinUsages = 2,
            },
        };
        adjust?.Invoke(builder.ConnectionStringBuilder);
        return builder.Build();
    }
}
