using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>On a PostgreSQL server of its own, which is killed while a sensor does what was asked.</summary>
public sealed class SensorCommandOutageTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private PostgresServer _server = null!;
    private TestDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await PostgresServer.CreateAsync(_directory.File("cluster"), "test-durable");
        _database = await _server.CreateDatabaseAsync();
    }

    [Fact]
    public async Task A_command_under_way_when_the_database_is_killed_is_marked_done_when_it_is_back()
    {
        var sensor = await _database.AddSensorAsync("kettle");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var driver = new SwitchableDriver((_, _) => gate.Task);
        await using var station = new CommandStation(_database);
        station.Run(sensor, "awox", driver);
        await station.StartAsync();
        var command = await _database.Web.ScalarAsync<long>(
            "insert into sensor_commands (sensor_id, command, requested_by, expires_at) values ($1, 'switch_on', 'a test', now() + interval '1 hour') returning id", sensor);
        await Eventually.BecomesTrueAsync("it is being done", () => Task.FromResult(driver.Did.Count == 1));

        await _server.KillAsync();
        gate.SetResult();
        await _server.StartAsync();
        await Eventually.BecomesTrueAsync("it is marked as done", () => IsDoneAsync(command));
        // What was lost with the transaction was done again: to the same state.
        driver.Did.ShouldBe(["on", "on"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        await _server.StopAsync();
        _directory.Dispose();
    }

    private async Task<bool> IsDoneAsync(long command)
    {
        try
        {
            return await _database.Web.ScalarAsync<bool>("select done_at is not null and error is null from sensor_commands where id = $1", command);
        }
        catch (Npgsql.NpgsqlException)
        {
            // The pool's connections to the server that was killed.
            return false;
        }
    }
}
