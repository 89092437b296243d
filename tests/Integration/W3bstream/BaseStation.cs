using System.Globalization;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Tests.TestKit;
using PowerMeter.Tests.W3bstreamNode.Hosting;

namespace PowerMeter.Tests.Integration.W3bstream;

/// <summary>A database, a sensor and the directory that its Processors share. The network is somewhere on this machine, or nowhere.</summary>
internal sealed class BaseStation : IAsyncDisposable
{
    public const string Token = "w3b_publisher-Token/7+x=";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<PowerMeterProcess> _processors = [];
    private readonly int _window;

    private BaseStation(TestDatabase database, int sensor, int window)
    {
        (Database, _window) = (database, window);
        Power = new PowerFeed(database, sensor);
    }

    public TestDatabase Database { get; }

    public PowerFeed Power { get; }

    /// <summary>Where the network is to be.</summary>
    public int NetworkPort { get; } = FreePort.Find();

    public NodeOptions Network => new() { Port = NetworkPort, Token = Token };

    /// <summary>It forwards since a moment of the past: whole seconds, in unix microseconds.</summary>
    /// <param name="window">In seconds.</param>
    public static async Task<BaseStation> CreateAsync(long since, int window)
    {
        var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var station = new BaseStation(database, await database.AddSensorAsync("household", 1, maxGapSeconds: PowerFeed.MaxGapSeconds), window);
        var token = TestKeyRing.MakeIn(station.File("keys")).Protect(Token);
        await database.Owner.ExecuteAsync(
            "update w3bstream_settings set publish_url = $1, token = $2, window_s = $3",
            $"http://127.0.0.1:{station.NetworkPort}{NodeOptions.DefaultPath}", token, window);
        await database.Owner.ExecuteAsync("update w3bstream_status set forwards_since = $1", UnixMicroseconds.ToInstant(since).ToDateTimeUtc());
        return station;
    }

    public string File(string name) => _directory.File(name);

    public PowerMeterProcess StartProcessor(params string[] arguments)
    {
        var processor = PowerMeterProcess.Start("Processor", Database, _directory.Path, new Dictionary<string, string>
        {
            ["W3bstream__Directory"] = File("identity"),
            ["W3bstream__LongestPause"] = "1s",
        }, arguments);
        _processors.Add(processor);
        return processor;
    }

    /// <summary>Ends the Processors' sessions, as when the server fails them.</summary>
    /// <param name="duty">Only the one that holds the duty.</param>
    public async Task EndSessionsAsync(bool duty)
    {
        await using var postgres = Database.Server.Connect("postgres", Database.Name);
        await postgres.ScalarAsync<long>(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity as session
            where datname = current_database() and usename = 'powermeter_processor' and (not $1 or exists (
              select from pg_locks where pid = session.pid and locktype = 'advisory' and classid = $2::int::oid and objid = $3::int::oid))
            """,
            duty, W3bstreamLock.Class, W3bstreamLock.Duty);
    }

    public Task<T> StatusAsync<T>(string column) => Database.Web.ScalarAsync<T>($"select {column} from w3bstream_status");

    /// <param name="condition">Of <c>w3bstream_status</c>.</param>
    /// <exception cref="TimeoutException">The message says how it stands instead.</exception>
    public async Task BecomesAsync(string condition)
    {
        try
        {
            await Eventually.BecomesTrueAsync(
                condition, () => Database.Web.ScalarAsync<bool>($"select coalesce({condition}, false) from w3bstream_status"), TimeSpan.FromMinutes(1));
        }
        catch (TimeoutException e)
        {
            var status = await Database.Web.ScalarAsync<string>(
                "select row_to_json(s)::text || ' waiting: ' || (select count(*) from w3bstream_outbox) from w3bstream_status s");
            throw new TimeoutException($"{e.Message} {status}\n{string.Concat(_processors.TakeLast(2).Select(processor => processor.Output))}", e);
        }
    }

    /// <summary>Waits until so many readings have been delivered, and none waits.</summary>
    /// <returns>What the samples until then should have become, by the ends of the windows.</returns>
    public async Task<IReadOnlyDictionary<long, double>> DeliverAllAsync(long since)
    {
        var expected = Power.Windows(since, _window);
        await BecomesAsync(string.Create(CultureInfo.InvariantCulture, $"sent >= {expected.Count} and not exists (select from w3bstream_outbox)"));
        return expected;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var processor in _processors) await processor.DisposeAsync();
        await Database.DisposeAsync();
        _directory.Dispose();
    }
}
