using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Control;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;

namespace PowerMeter.Receiver;

/// <summary>What the running Receiver is made of.</summary>
public static class ReceiverHost
{
    /// <summary>A builder with settings, log and database: what every command needs.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static HostApplicationBuilder CreateBuilder()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.AddPowerMeterDefaults();
        // Not AddDatabase: the EF model is never used here, and would cost memory.
        var database = DatabaseOptions.Read(builder.Configuration, "receiver");
        builder.Services.AddSingleton(_ => DatabaseServices.CreateDataSource(database, "powermeter-receiver"));
        builder.AddSecrets();
        builder.Services.AddSingleton(ReceiverOptions.Read(builder.Configuration));
        builder.Services.AddSingleton<CurrentSite>();
        builder.Services.AddSingleton<ConfigurationReader>();
        return builder;
    }

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddIngest(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        builder.AddTimelineWatch(DatabaseOptions.Read(builder.Configuration, "receiver"));
        services.AddSingleton(BatchOptions.Read(builder.Configuration));
        services.AddSingleton(SpoolOptions.Read(builder.Configuration));
        services.AddSingleton(provider => Spool.Open(provider.GetRequiredService<SpoolOptions>()));
        services.AddSingleton<WakeUp>();
        services.AddSingleton<SampleQueue>();
        services.AddSingleton<Backlog>();
        services.AddSingleton<DatabaseLink>();
        services.AddSingleton<RejectedSamples>();
        services.AddSingleton<StatusBoard>();
        // Each user gets one with a connection of its own. The container does not dispose of them: a write that was left
        // behind when stopping may still hold the connection, which ends with the process.
        services.AddTransient(provider => CreateBatchWriter(provider, flushEach: true));
        services.AddSingleton<SchemaGuard>();
        services.AddHostedService<SchemaFollower>();
        // What leaves the spool is always flushed: the spool forgets it then.
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<SampleWriter>(
            provider, CreateBatchWriter(provider, provider.GetRequiredService<BatchOptions>().FlushEach)));
        services.AddHostedService<SpoolDrain>();
        services.AddHostedService<StatusWriter>();
    }

    private static BatchWriter CreateBatchWriter(IServiceProvider provider, bool flushEach)
    {
        T Get<T>() where T : notnull => provider.GetRequiredService<T>();
        var table = new MeasureTable(Get<NpgsqlDataSource>(), Get<CurrentSite>(), Get<SchemaGuard>(), Get<TimeProvider>()) { FlushEach = flushEach };
        return new BatchWriter(table, Get<RejectedSamples>(), Get<ILogger<BatchWriter>>());
    }

    /// <summary>After the ingest and before the sensors: it is stopped when the drivers are, and hands on to the ingest.</summary>
    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static void AddDating(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = ClockOptions.Read(builder.Configuration);
        var services = builder.Services;
        services.AddSingleton<IKernelClock>(new KernelClock());
        services.AddSingleton(provider => new ClockTrust(provider.GetRequiredService<IKernelClock>(), options, BuildDate.Value));
        services.AddSingleton(new HeldReadings());
        services.AddSingleton<SampleDating>();
        services.AddHostedService<DatingWorker>();
    }

    /// <summary>Last, so that the drivers are stopped first and what they read is still written.</summary>
    public static void AddSensors(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<ConfigurationCache>();
        builder.Services.AddSingleton<NameClaim>();
        builder.Services.AddSingleton<SensorMemoryFiles>();
        builder.Services.AddSingleton<NotificationListener>();
        builder.Services.AddSingleton<SensorStarter>();
        builder.Services.AddSingleton<RunningSensors>();
        builder.Services.AddSingleton<SensorCommandTable>();
        builder.Services.AddHostedService<SensorCommandWorker>();
        builder.Services.AddSingleton<SensorRequestTable>();
        builder.Services.AddSingleton<SensorTrial>();
        builder.Services.AddHostedService<SensorRequestWorker>();
        builder.Services.AddHostedService<SensorSupervisor>();
    }

    /// <summary>
    /// Looks at the schema and reads the tariffs. Neither a database that is away nor one with another schema ends the
    /// Receiver: it records and spools.
    /// </summary>
    public static async Task PrepareAsync(IHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        try
        {
            await host.Services.GetRequiredService<SchemaGuard>().LookAsync(CancellationToken.None);
            host.Services.GetRequiredService<SchemaGuard>().DemandFit();
            // Before anything is read: the cache may be of another life of this machine.
            await host.Services.GetRequiredService<NameClaim>().TakeAsync(CancellationToken.None);
            // Known before the spool is drained: what waits there gets the tariff of its time.
            var configuration = await host.Services.GetRequiredService<ConfigurationReader>().ReadAsync(CancellationToken.None);
            host.Services.GetRequiredService<CurrentSite>().Use(configuration);
            if (configuration.NewestSample is { } newest) host.Services.GetRequiredService<SampleDating>().Know(newest);
        }
        catch (Exception e) when (DatabaseAway.Is(e))
        {
            host.Services.GetRequiredService<DatabaseLink>().Lost(DatabaseAway.Reason(e));
        }
    }
}
