using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Server;

/// <summary>
/// The connections to the database. On a read-only site the database itself refuses whatever they would write, so that
/// nothing slips by; only what the site keeps about itself goes through a small pool of its own, by the key
/// <see cref="Housekeeping"/>: that this process lives, and when a token was last used.
/// </summary>
internal static class WebDatabase
{
    public const string Housekeeping = "housekeeping";

    private const int HousekeepingConnections = 4;

    public static void AddWebDatabase(this IHostApplicationBuilder builder)
    {
        builder.AddDatabase("web");
        builder.AddSchemaWatch();
        var services = builder.Services;
        var options = DatabaseOptions.Read(builder.Configuration, "web");
        services.AddSingleton(all => new LongReads(
            all.GetRequiredService<NpgsqlDataSource>(), options.ReadsFromStandby ? DatabaseServices.CreateStandbySource(options, "powermeter-web-read") : null,
            all.GetRequiredService<TimeProvider>()));
        if (WebOptions.Read(builder.Configuration).ReadOnly)
        {
            services.AddKeyedSingleton(Housekeeping, (_, _) => Create(options, connection => connection.MaxPoolSize = HousekeepingConnections));
            services.Replace(ServiceDescriptor.Singleton(_ => Create(options, RefuseWrites)));
        }
        else
        {
            services.AddKeyedSingleton(Housekeeping, (all, _) => all.GetRequiredService<NpgsqlDataSource>());
        }

        services.AddHostedService(all => ActivatorUtilities.CreateInstance<Heartbeat>(all, "web", all.GetRequiredKeyedService<NpgsqlDataSource>(Housekeeping)));
    }

    /// <summary>Every transaction of such a connection is refused what it would write (PostgreSQL, SQLSTATE 25006).</summary>
    internal static void RefuseWrites(NpgsqlConnectionStringBuilder connection) => connection.Options = "-c default_transaction_read_only=on";

    private static NpgsqlDataSource Create(DatabaseOptions options, Action<NpgsqlConnectionStringBuilder> adjust) =>
        DatabaseServices.CreateDataSource(options, "powermeter-web", adjust);
}
