using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Receiver;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Sensors;

/// <summary>The Receiver with its own ingest and drivers; what the drivers are connected to is simulated.</summary>
internal sealed class SensorReceiver : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly TestDatabase _database;
    private readonly TemporaryDirectory _directory = new();
    private readonly List<SensorRunner> _runners = [];

    private SensorReceiver(TestDatabase database, TimeProvider time)
    {
        _database = database;
        Time = time;
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Configuration.AddInMemoryCollection([new("Spool:Directory", _directory.File("spool"))]);
        builder.Services.AddLogging();
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(database.Receiver);
        builder.Services.AddSingleton<CurrentSite>();
        builder.Services.AddSingleton<ConfigurationReader>();
        builder.AddIngest();
        builder.AddDating();
        builder.Services.AddSingleton<IKernelClock>(new FakeKernelClock { Sync = ClockSync.Synchronised });
        _host = builder.Build();
    }

    public TimeProvider Time { get; }

    public static async Task<SensorReceiver> StartAsync(TestDatabase database, TimeProvider time)
    {
        var receiver = new SensorReceiver(database, time);
        await ReceiverHost.PrepareAsync(receiver._host);
        await receiver._host.StartAsync();
        return receiver;
    }

    /// <summary>Adds the sensor to the database, and runs its driver unless it is pushed.</summary>
    public async Task AddAsync(ISimulatedSensor sensor)
    {
        sensor.Id = await _database.AddSensorAsync(sensor.Name, sensor.Period.TotalSeconds);
        if (sensor.CreateDriver(Time) is not { } driver) return;
        var configuration = new SensorConfiguration(sensor.Id, sensor.Name, sensor.Name, "{}", sensor.Period.TotalSeconds, Enabled: true);
        var services = _host.Services;
        var monitor = services.GetRequiredService<StatusBoard>().GetOrAdd(
            sensor.Id, changed => ActivatorUtilities.CreateInstance<SensorMonitor>(services, sensor.Id, Time, changed));
        _runners.Add(SensorRunner.Start(configuration, monitor, () => driver, new SensorMemory(), Time, NullLogger.Instance));
    }

    /// <returns>Null for a sensor that no driver reads.</returns>
    public SensorSnapshot? StateOf(ISimulatedSensor sensor) =>
        _host.Services.GetRequiredService<StatusBoard>().Snapshots().FirstOrDefault(snapshot => snapshot.SensorId == sensor.Id);

    /// <summary>Stops the drivers, and has what they read written.</summary>
    public async Task StopAsync()
    {
        await Task.WhenAll(_runners.Select(runner => runner.DisposeAsync().AsTask()));
        _runners.Clear();
        await _host.StopAsync();
        var waiting = _host.Services.GetRequiredService<Backlog>().Depth;
        if (waiting > 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{waiting} samples are still in the spool."));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in _runners) await runner.DisposeAsync();
        await _host.StopAsync();
        _host.Dispose();
        _directory.Dispose();
    }
}
