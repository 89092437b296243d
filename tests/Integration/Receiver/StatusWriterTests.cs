using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Receiver.Ingest;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Queries;
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
        Monitor(quiet).Report(SensorState.Absent, Sentence.Verbatim("not there"));
        await Monitor(talking).AcceptAsync(new Reading(Instant.FromUtc(2026, 3, 1, 12, 0), 12.5, 3.9f, 88), cancel);
        Monitor(talking).Reject(Sentence.Verbatim("garbage"));

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
    public async Task What_a_driver_reports_arrives_as_a_sentence_and_goes_with_it()
    {
        var cancel = TestContext.Current.CancellationToken;
        var sensor = await _database.AddSensorAsync("plug");
        var changed = new WakeUp();
        var board = new StatusBoard(changed);
        using var spool = Spool.Open(new SpoolOptions(_directory.Path, 1024 * 1024));
        var backlog = new Backlog(spool, changed, NullLogger<Backlog>.Instance);
        var monitor = board.GetOrAdd(sensor, changes => new SensorMonitor(sensor, BelievedClock.Dating(TimeProvider.System), new SampleQueue(), TimeProvider.System, changes));
        BluetoothAddress.TryParse("98:7B:F3:01:02:0A", out var address).ShouldBeTrue();
        var (state, error) = AwoxFault.Explain(new AttException(new Sentence("Bluetooth_Silent", 7.5)) { IsSilence = true }, address);
        monitor.Report(state, error);

        using var writer = new StatusWriter(_database.Receiver, board, backlog, changed, new SchemaGuard(_database.Receiver), TimeProvider.System, NullLogger<StatusWriter>.Instance);
        await writer.StartAsync(cancel);
        var status = await SensorStatusReading.BecomesAsync(_database, sensor, "silent");
        status.Error.ShouldBe("The plug 98:7B:F3:01:02:0A is connected, but it has not answered for 7.5 s. It is connected again; if that does not help, unplug it for 10 s.");
        (await _database.Owner.ScalarAsync<string>("select error_said::text from sensors_now where id = $1", sensor))
            .ShouldBe("""["Bluetooth_But", "98:7B:F3:01:02:0A", ["Bluetooth_Silent", 7.5]]""");
        var view = (await new SensorQuery(_database.Web).FindAsync(sensor, cancel)).ShouldNotBeNull();
        view.ErrorSaid.ShouldBe(error);
        view.ErrorSaid!.In(CultureInfo.GetCultureInfo("fr-FR"))
            .ShouldStartWith("La prise 98:7B:F3:01:02:0A est connectée, mais elle n’a pas répondu depuis 7,5\u00A0s. On la reconnecte");

        await monitor.AcceptAsync(new Reading(Instant.FromUtc(2026, 3, 1, 12, 0), 12.5), cancel);
        (await SensorStatusReading.BecomesAsync(_database, sensor, "running")).Error.ShouldBeNull();
        (await _database.Owner.ScalarAsync<bool>("select error_said is null from sensor_status where sensor_id = $1", sensor)).ShouldBeTrue();
        await writer.StopAsync(cancel);
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
            await monitor.AcceptAsync(new Reading(Instant.FromUtc(2026, 3, 1, 12, i), 12.5, Advice: steps[i].Advice is { } advice ? Sentence.Verbatim(advice) : null), cancel);
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
