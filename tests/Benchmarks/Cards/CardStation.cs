using System.Globalization;
using PowerMeter.Tests.TestKit;

namespace PowerMeter.Benchmarks.Cards;

/// <summary>A whole base station with a PostgreSQL server of its own and one sensor of 8 s.</summary>
internal sealed class CardStation : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<PowerMeterProcess> _processes = [];
    private PostgresServer? _server;
    private TestDatabase? _database;
    private WebSite? _site;

    private CardStation(CardSetting setting) => Setting = setting;

    public CardSetting Setting { get; }

    public static async Task<CardStation> StartAsync(CardSetting setting)
    {
        var station = new CardStation(setting);
        station._server = await PostgresServer.CreateAsync(station._directory.File("cluster"), "test-durable");
        await using var postgres = station._server.Connect("postgres", "postgres");
        // Longer than the run: the checkpoint that is counted is the one that is asked for.
        foreach (var (name, value) in setting.Postgres.Append(new("checkpoint_timeout", "2h"))) await postgres.ExecuteAsync($"alter system set {name} = '{value}'");
        await postgres.ExecuteAsync("select pg_reload_conf()");
        station._database = await station._server.CreateDatabaseAsync();
        await station._database.AddSensorAsync("house", 8, "simulated");
        await station._database.AddContractAsync(new DateOnly(2020, 1, 1), 0.21m, 0.17m);
        station._processes.Add(PowerMeterProcess.Start("Receiver", station._database, station._directory.Path, setting.Receiver));
        station._processes.Add(PowerMeterProcess.Start("Processor", station._database, station._directory.Path));
        station._site = await WebSite.StartAsync(station._database);
        return station;
    }

    public Task<long> SamplesAsync() => _database!.Web.ScalarAsync<long>("select count(*) from measures");

    /// <returns>Bytes of PostgreSQL's log since the server began: what was said, not what was written for it.</returns>
    public async Task<long> LogBytesAsync()
    {
        await using var postgres = _server!.Connect("postgres", "postgres");
        return await postgres.ScalarAsync<long>("select wal_bytes::bigint from pg_stat_wal");
    }

    /// <summary>
    /// Brings it to where a station is after days: tables looked through, and segments of the log (16 MB each) that are used
    /// again, of which a new server has none and would make some while it is measured.
    /// </summary>
    public async Task SettleAsync()
    {
        await using var postgres = _server!.Connect("postgres", _database!.Name);
        for (var segment = 0; segment < 5; segment++)
        {
            await postgres.ExecuteAsync("select pg_logical_emit_message(false, 'powermeter', 'settle')");
            await postgres.ExecuteAsync("select pg_switch_wal()");
        }

        await postgres.ExecuteAsync("vacuum (freeze, analyze)");
        await postgres.ExecuteAsync("checkpoint");
        await postgres.ExecuteAsync("checkpoint");
    }

    public async Task CheckpointAsync()
    {
        await using var postgres = _server!.Connect("postgres", "postgres");
        await postgres.ExecuteAsync("checkpoint");
    }

    public WrittenBytes Read() => WrittenBytes.Read(
        new Dictionary<string, int> { ["Receiver"] = _processes[0].Id, ["Processor"] = _processes[1].Id, ["Web"] = _site!.Process.Id },
        int.Parse(File.ReadLines(Path.Combine(_server!.Directory, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        if (_site is not null) await _site.DisposeAsync();
        foreach (var process in _processes) await process.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        if (_server is not null) await _server.StopAsync();
        _directory.Dispose();
    }
}
