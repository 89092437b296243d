using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PowerMeter.Processor.Display;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Processor;

/// <summary>The part of the Processor that draws, over a test's database and a directory tree for a machine, by a clock that runs ten times as fast.</summary>
internal sealed class DisplayHouse : IAsyncDisposable, ILoggerProvider, ILogger
{
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly List<string> _log = [];
    private readonly IHost _host;

    private DisplayHouse(TestDatabase database, FramebufferTree tree, int port, IDictionary<string, string?> settings)
    {
        _database = database;
        Tree = tree;
        Time = new AcceleratedTimeProvider(TimeProvider.System.GetUtcNow(), factor: 10);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddProvider(this);
        builder.Logging.AddFilter("Microsoft", LogLevel.None);
        // A pool of its own, to be counted.
        var connection = new NpgsqlConnectionStringBuilder(database.Processor.ConnectionString) { ApplicationName = ApplicationName, Port = port, Passfile = database.Server.PasswordFile("powermeter_processor"), Timeout = 2 };
        _source = NpgsqlDataSource.Create(connection);
        builder.Services.AddSingleton(_source);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<NotificationListener>();
        builder.AddDisplay(tree.Finder);
        _host = builder.Build();
    }

    public string ApplicationName { get; } = $"display {Guid.NewGuid():N}";

    public FramebufferTree Tree { get; }

    public AcceleratedTimeProvider Time { get; }

    /// <summary>What was logged so far, a line an entry.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log) return [.. _log];
        }
    }

    /// <param name="port">Null for that of the server.</param>
    public static async Task<DisplayHouse> StartAsync(TestDatabase database, FramebufferTree tree, int? port = null, params (string Key, string Value)[] settings)
    {
        var all = settings.ToDictionary(setting => $"Display:{setting.Key}", setting => (string?)setting.Value);
        all["Web:Address"] = "192.168.1.20";
        var house = new DisplayHouse(database, tree, port ?? database.Server.Port, all);
        await house._host.StartAsync();
        return house;
    }

    /// <summary>A sample of now, by the house's clock.</summary>
    public Task MeasureAsync(int sensor, double watts) => _database.InsertMeasuresAsync(sensor, [new TaggedSample(Time.GetUtcNow().ToUnixTimeSeconds() - 1, watts, false)]);

    /// <summary>Connections that it holds to the database.</summary>
    public Task<long> ConnectionsAsync() => _database.Owner.ScalarAsync<long>("select count(*) from pg_stat_activity where application_name = $1", ApplicationName);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _source.DisposeAsync();
    }

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    void IDisposable.Dispose()
    {
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_log) _log.Add(formatter(state, exception));
    }
}
