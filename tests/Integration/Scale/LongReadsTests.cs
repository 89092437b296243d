using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Scale;

/// <summary>A primary and a standby of the test's own.</summary>
public sealed class LongReadsTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryDirectory _directory = new();
    private PostgresServer _primary = null!;
    private PostgresServer _standby = null!;
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _primary = await PostgresServer.CreateAsync(_directory.File("primary"), "test");
        _database = await _primary.CreateDatabaseAsync();
        _standby = await _primary.CreateStandbyAsync(_directory.File("standby"), synchronous: false);
    }

    [Fact]
    public async Task A_standby_serves_long_reads_unless_it_has_less_than_the_primary()
    {
        await using var both = Source(TargetSessionAttributes.PreferStandby);
        var reads = new LongReads(_database.Web, both, TimeProvider.System);
        var sensor = await _database.AddSensorAsync("house");
        await _database.InsertPowerAsync(sensor, [(1_790_000_000_000_000, 1), (1_790_000_001_000_000, 2)]);
        (await PortAsync(reads)).ShouldBe(_standby.Port);
        (await ReadAsync(reads, sensor)).ShouldBe([1, 2]);

        await using var standby = _standby.Connect("postgres", _database.Name);
        await standby.ExecuteAsync("select pg_wal_replay_pause()");
        await _database.InsertPowerAsync(sensor, [(1_790_000_002_000_000, 3)]);
        (await PortAsync(reads)).ShouldBe(_primary.Port);
        (await ReadAsync(reads, sensor)).ShouldBe([1, 2, 3]);
        await standby.ExecuteAsync("select pg_wal_replay_resume()");
        (await PortAsync(reads)).ShouldBe(_standby.Port);
        (await ReadAsync(reads, sensor)).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task What_a_standby_gives_up_is_read_on_from_the_primary_without_a_row_lost_or_twice()
    {
        const int Rows = 200_000;
        await using var both = Source(TargetSessionAttributes.PreferStandby);
        var reads = new LongReads(_database.Web, both, TimeProvider.System);
        var sensor = await _database.AddSensorAsync("house", 1);
        await _database.InsertPowerAsync(sensor, [.. Enumerable.Range(0, Rows).Select(second => (1_790_000_000_000_000 + second * 1_000_000L, (double)second))]);
        (await PortAsync(reads)).ShouldBe(_standby.Port);
        var read = new List<double>();
        await foreach (var block in new SampleRowQuery(_database.Web, reads).StreamBlocksAsync(sensor, 0, long.MaxValue / 4, null, Cancel))
        {
            if (read.Count == 0) await _standby.KillAsync();
            foreach (var row in block.ToArray()) read.Add(row.Watts);
        }

        read.ShouldBe(Enumerable.Range(0, Rows).Select(second => (double)second));
    }

    [Fact]
    public async Task A_pool_for_several_servers_follows_the_primary_and_takes_none_that_was_replaced()
    {
        await using var source = Source(TargetSessionAttributes.Primary);
        (await source.ScalarAsync<int>("select inet_server_port()")).ShouldBe(_primary.Port);
        await _primary.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(() => source.ScalarAsync<int>("select inet_server_port()"));
        await _standby.PromoteAsync();
        await Eventually.BecomesTrueAsync("the new primary is found", async () =>
        {
            try
            {
                return await source.ScalarAsync<int>("select inet_server_port()") == _standby.Port;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
        // A connection that was made while it was a standby has not seen what it is now.
        source.Clear();
        await source.ExecuteAsync("update settings set value = value");
        // It stands first in the list, and says that it is a primary.
        await _primary.StartAsync();
        source.Clear();
        for (var connection = 0; connection < 3; connection++, source.Clear())
            (await source.ScalarAsync<int>("select inet_server_port()")).ShouldBe(_standby.Port, "a primary that was replaced is taken no more");
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.KillAsync();
        await _primary.KillAsync();
        _directory.Dispose();
    }

    private NpgsqlDataSource Source(TargetSessionAttributes wanted)
    {
        var options = new DatabaseOptions($"127.0.0.1:{_primary.Port},127.0.0.1:{_standby.Port}", 5432, _database.Name, "powermeter_web");
        return wanted == TargetSessionAttributes.Primary
            ? DatabaseServices.CreateDataSource(options, "test", connection => connection.Passfile = _primary.PasswordFile("powermeter_web"))
            : DatabaseServices.CreateStandbySource(options, "test", connection => connection.Passfile = _primary.PasswordFile("powermeter_web"));
    }

    private static async Task<int> PortAsync(LongReads reads)
    {
        await using var connection = await reads.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("select inet_server_port()", connection);
        return (int)(await command.ExecuteScalarAsync(Cancel))!;
    }

    private async Task<List<double>> ReadAsync(LongReads reads, int sensor)
    {
        var watts = new List<double>();
        await foreach (var block in new SampleRowQuery(_database.Web, reads).StreamBlocksAsync(sensor, 0, long.MaxValue / 4, null, Cancel))
            foreach (var row in block.ToArray()) watts.Add(row.Watts);
        return watts;
    }
}
