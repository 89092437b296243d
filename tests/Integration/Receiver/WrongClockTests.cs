using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Dating;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>A Raspberry Pi that starts with a wrong clock: the ingest is the real one, the clock and its kernel are the test's.</summary>
public sealed class WrongClockTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const int Sensors = 3;

    private static readonly DateTimeOffset Boot = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeKernelClock _kernel = new();
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch, TimeSpan.Zero);
    private readonly List<(int Sensor, DateTime Time, double Watts)> _truth = [];
    private readonly List<int> _sensors = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_read_before_the_clock_was_set_is_stored_at_its_true_time_once()
    {
        await AddSensorsAsync();
        await RunAsync(_database.Receiver, receiver => ReadAsync(receiver, rounds: 150));
        await RunAsync(
            _database.Receiver,
            async receiver =>
            {
                await ReadAsync(receiver, rounds: 150);
                SetClock();
                await ReadAsync(receiver, rounds: 100);
                await AreStoredAsync();
            });
        await RunAsync(_database.Receiver, _ => AreStoredAsync());
    }

    [Fact]
    public async Task What_gets_its_date_while_the_database_is_away_waits_in_the_spool()
    {
        await AddSensorsAsync();
        await using var nowhere = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={FreePort.Find()};Username=nobody;Timeout=1");
        await RunAsync(
            nowhere,
            async receiver =>
            {
                await ReadAsync(receiver, rounds: 40);
                SetClock();
                await ReadAsync(receiver, rounds: 40);
                await Eventually.BecomesTrueAsync(
                    "all are dated and wait for the database",
                    () =>
                    {
                        _time.Advance(TimeSpan.FromSeconds(1));
                        return Task.FromResult(receiver.Backlog.Depth == _truth.Count);
                    });
            });
        (await StoredAsync()).ShouldBeEmpty();
        await RunAsync(_database.Receiver, _ => AreStoredAsync());
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>A Receiver from its start to its end, against this database.</summary>
    private async Task RunAsync(NpgsqlDataSource database, Func<DatingReceiver, Task> body)
    {
        var site = new CurrentSite(NullLogger<CurrentSite>.Instance);
        site.Use(new ReceiverConfiguration("Europe/Paris", [], []));
        await using var receiver = new DatingReceiver(_directory.Path, _time, _kernel);
        await using var live = new MeasureTable(database, site, new SchemaGuard(database), TimeProvider.System);
        await using var late = new MeasureTable(database, site, new SchemaGuard(database), TimeProvider.System);
        using var writer = new SampleWriter(
            receiver.Queue, BatchOptions.Default, new BatchWriter(live, receiver.Rejected, NullLogger.Instance), receiver.Backlog, receiver.Link,
            new LifeSigns(TimeProvider.System), TimeProvider.System, NullLogger<SampleWriter>.Instance);
        using var drain = new SpoolDrain(
            new BatchWriter(late, receiver.Rejected, NullLogger.Instance), receiver.Backlog, receiver.Link, TimeProvider.System, NullLogger<SpoolDrain>.Instance);
        await writer.StartAsync(Cancel);
        await drain.StartAsync(Cancel);
        await receiver.StartAsync();
        await body(receiver);
        await receiver.StopDatingAsync();
        await drain.StopAsync(Cancel);
        await writer.StopAsync(Cancel);
    }

    private async Task AddSensorsAsync()
    {
        for (var i = 0; i < Sensors; i++) _sensors.Add(await _database.AddSensorAsync($"{i} {Guid.NewGuid()}"));
    }

    private async Task ReadAsync(DatingReceiver receiver, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            foreach (var sensor in _sensors)
            {
                _truth.Add((sensor, (Boot + _time.GetElapsedTime(0)).UtcDateTime, _truth.Count));
                await receiver.ReadAsync(sensor, _truth[^1].Watts);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private void SetClock()
    {
        _time.SetWallClock(Boot + _time.GetElapsedTime(0));
        _kernel.Sync = ClockSync.Synchronised;
    }

    private async Task AreStoredAsync()
    {
        await Eventually.BecomesTrueAsync(
            "every reading is stored",
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (await StoredAsync()).Count == _truth.Count;
            });
        (await StoredAsync()).ShouldBe(_truth.OrderBy(reading => reading.Watts).ToList());
    }

    private Task<List<(int Sensor, DateTime Time, double Watts)>> StoredAsync() => _database.Owner.QueryAsync(
        "select sensor_id, time, watts from measures where sensor_id = any($1) order by watts",
        row => (row.GetInt32(0), row.GetDateTime(1), row.GetDouble(2)), _sensors.ToArray());
}
