using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Receiver.Configuration;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>When the Receiver reads its configuration.</summary>
public sealed class SensorSupervisorTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const string Name = "attic";

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();
    private readonly RunningSensors _running = new();

    [Fact]
    public async Task It_claims_its_name_again_and_again_and_reads_its_configuration_when_that_changes()
    {
        var cancel = TestContext.Current.CancellationToken;
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var first = await AddAsync("first");
        using var supervisor = Supervisor(time);
        await supervisor.StartAsync(cancel);
        await Eventually.BecomesTrueAsync("it runs its sensor", () => Task.FromResult(_running.Contains(first)));

        // As nobody ever does it: whether it is seen shows whether the configuration was read.
        await _database.Owner.ExecuteAsync("alter table sensors disable trigger notify_sensors");
        var second = await AddAsync("second");
        await _database.Owner.ExecuteAsync("alter table sensors enable trigger notify_sensors");
        // The second claim begins when all that the first brings with it has ended.
        for (var claim = 0; claim < 2; claim++)
        {
            await _database.Owner.ExecuteAsync("update receivers set seen_at = now() - interval '1 hour' where name = $1", Name);
            await Eventually.BecomesTrueAsync("the name is claimed again", () =>
            {
                time.Advance(TimeSpan.FromSeconds(30));
                return _database.Owner.ScalarAsync<bool>("select seen_at > now() - interval '1 minute' from receivers where name = $1", Name);
            });
        }

        _running.Contains(second).ShouldBeFalse();
        await _database.Owner.ExecuteAsync("notify configuration");
        await Eventually.BecomesTrueAsync("it runs the other too", () => Task.FromResult(_running.Contains(second)));
        await supervisor.StopAsync(cancel);
    }

    public void Dispose() => _directory.Dispose();

    private async Task<int> AddAsync(string name)
    {
        var sensor = await _database.AddSensorAsync(name);
        await _database.Owner.ExecuteAsync("update sensors set driver = 'simulated', receiver = $2 where id = $1", sensor, Name);
        return sensor;
    }

    private SensorSupervisor Supervisor(TimeProvider time)
    {
        var (source, options) = (_database.Receiver, new ReceiverOptions(Name));
        var spool = new SpoolOptions(_directory.Path, 1024 * 1024);
        var site = new CurrentSite(NullLogger<CurrentSite>.Instance);
        var dating = BelievedClock.Dating(time);
        var board = new StatusBoard(new WakeUp());
        var memories = new SensorMemoryFiles(spool, time, NullLogger<SensorMemoryFiles>.Instance);
        var starter = new SensorStarter(
            site, dating, new SampleQueue(), board, memories, TestKeyRing.MakeIn(_directory.File("keys")), time, NullLogger<SensorStarter>.Instance);
        return new SensorSupervisor(
            new ConfigurationReader(source, options), new NameClaim(source, options), new ConfigurationCache(spool, options, NullLogger<ConfigurationCache>.Instance),
            site, new NotificationListener(source, TimeProvider.System, NullLogger<NotificationListener>.Instance), dating, starter, _running, board, memories,
            new SchemaGuard(source), time, NullLogger<SensorSupervisor>.Instance);
    }
}
