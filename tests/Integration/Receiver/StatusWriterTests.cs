using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

public sealed class StatusWriterTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Sensors_with_and_without_a_reading_are_written_together_and_an_old_reading_is_kept()
    {
        var cancel = TestContext.Current.CancellationToken;
        var quiet = await _database.AddSensorAsync("quiet");
        var talking = await _database.AddSensorAsync("talking");
        await _database.Owner.ExecuteAsync(
            "insert into sensor_status (sensor_id, state, since, last_seen, last_watts, updated_at) values ($1, 'running', now(), '2026-01-01Z', 7, now())", quiet);

        var changed = new WakeUp();
        var board = new StatusBoard(changed);
        using var spool = Spool.Open(new SpoolOptions(_directory.Path, 1024 * 1024));
        var backlog = new Backlog(spool, changed, NullLogger<Backlog>.Instance);
        var queue = new SampleQueue();
        var dating = BelievedClock.Dating(TimeProvider.System);
        SensorMonitor Monitor(int sensor) => board.GetOrAdd(sensor, changes => new SensorMonitor(sensor, dating, queue, TimeProvider.System, changes));
        Monitor(quiet).Report(SensorState.Absent, "not there");
        await Monitor(talking).AcceptAsync(new Reading(Instant.FromUtc(2026, 3, 1, 12, 0), 12.5, 3.9f, 88), cancel);
        Monitor(talking).Reject("garbage");

        using var writer = new StatusWriter(_database.Receiver, board, backlog, changed, new SchemaGuard(_database.Receiver), TimeProvider.System, NullLogger<StatusWriter>.Instance);
        await writer.StartAsync(cancel);
        (await SensorStatusReading.BecomesAsync(_database, talking, "running")).ShouldSatisfyAllConditions(
            status => status.Samples.ShouldBe(1), status => status.Rejected.ShouldBe(1));
        (await SensorStatusReading.BecomesAsync(_database, quiet, "absent")).Error.ShouldBe("not there");
        await writer.StopAsync(cancel);
        (await _database.Owner.QueryAsync(
            "select last_watts, volts, battery from sensor_status where sensor_id in ($1, $2) order by sensor_id",
            row => (row.GetDouble(0), row.IsDBNull(1) ? (double?)null : row.GetDouble(1), row.IsDBNull(2) ? (double?)null : row.GetDouble(2)),
            quiet, talking))
            .ShouldBe([(7, null, null), (12.5, 3.9f, 88)]);
    }

    [Fact]
    public async Task Advice_that_comes_and_goes_while_a_sensor_runs_is_notified_and_a_reading_is_not()
    {
        var cancel = TestContext.Current.CancellationToken;
        var sensor = await _database.AddSensorAsync("advised");
        var changed = new WakeUp();
        var board = new StatusBoard(changed);
        using var spool = Spool.Open(new SpoolOptions(_directory.Path, 1024 * 1024));
        var backlog = new Backlog(spool, changed, NullLogger<Backlog>.Instance);
        var queue = new SampleQueue();
        var monitor = board.GetOrAdd(sensor, changes => new SensorMonitor(sensor, BelievedClock.Dating(TimeProvider.System), queue, TimeProvider.System, changes));
        var heard = 0;
        await using var connection = await _database.Owner.OpenConnectionAsync(cancel);
        connection.Notification += (_, happened) => heard += happened.Payload == sensor.ToString(CultureInfo.InvariantCulture) ? 1 : 0;
        await using (var listen = new NpgsqlCommand("listen status", connection)) await listen.ExecuteNonQueryAsync(cancel);
        using var writer = new StatusWriter(_database.Receiver, board, backlog, changed, new SchemaGuard(_database.Receiver), TimeProvider.System, NullLogger<StatusWriter>.Instance);
        (string? Advice, int Heard)[] steps = [(null, 1), (null, 1), ("The shunt is another one.", 2), ("The shunt is another one.", 2), (null, 3), (null, 3)];
        for (var i = 0; i < steps.Length; i++)
        {
            await monitor.AcceptAsync(new Reading(Instant.FromUtc(2026, 3, 1, 12, i), 12.5, Advice: steps[i].Advice), cancel);
            // After the first reading, so that the state before it is not notified too.
            if (i == 0) await writer.StartAsync(cancel);
            await Eventually.BecomesTrueAsync("the reading is written", () =>
                _database.Owner.ScalarAsync<bool>("select exists (select from sensor_status where sensor_id = $1 and samples = $2)", sensor, i + 1L));
            // What was notified before this answer is with it.
            await using (var ask = new NpgsqlCommand("select 1", connection)) await ask.ExecuteNonQueryAsync(cancel);
            heard.ShouldBe(steps[i].Heard, $"after step {i}");
        }

        await writer.StopAsync(cancel);
    }

    public void Dispose() => _directory.Dispose();
}
