using Npgsql;
using PowerMeter.Receiver.Commands;
using PowerMeter.Receiver.Probing;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>One reading, with the database and without, beside a running Receiver and alone.</summary>
public sealed class ReadSensorTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const string Beat = "insert into process_heartbeats values ('receiver', $1, 1, 'test', now(), now() - $2 * interval '1 second')";

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_device_is_read_without_a_database()
    {
        await using var nowhere = Nowhere();
        await using var line = new PseudoTerminal(_directory);
        await line.PlugAsync();
        var reading = ReadAsync(nowhere, $"acs712={line.Device}", "--set", "scale=2");
        await KeepSayingAsync(line, "3.9875|87.50|6.25\r\n", until: reading);
        (await reading).ShouldSatisfyAllConditions(
            taken => taken.From.ShouldBe("driver"), taken => taken.State.ShouldBe("running"), taken => taken.Watts.ShouldBe(12.5),
            taken => taken.Volts.ShouldBe(3.9875f), taken => taken.Battery.ShouldBe(87.5f), taken => taken.Error.ShouldBeNull());
    }

    [Fact]
    public async Task A_household_is_read_without_a_database()
    {
        await using var nowhere = Nowhere();
        (await ReadAsync(nowhere, "simulated", "--set", "seed=3")).Watts.ShouldNotBeNull().ShouldBeInRange(80, 12_000);
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_what_is_allowed()
    {
        await using var nowhere = Nowhere();
        (await Should.ThrowAsync<SettingException>(() => ReadAsync(nowhere, "Kitchen"))).Message.ShouldStartWith(
            "--read is 'Kitchen'; allowed: the name or id of a sensor (the database cannot be read); or a kind: simulated, ");
        (await Should.ThrowAsync<SettingException>(() => ReadAsync(_database.Receiver, "push"))).Message.ShouldContain("its samples come by the API");
        (await Should.ThrowAsync<SettingException>(() => ReadAsync(nowhere, "simulated", "--set", "sead=3"))).Message.ShouldContain("sead is not a setting");
        (await Should.ThrowAsync<SettingException>(() => ReadAsync(nowhere, "acs712"))).Message.ShouldContain("device is missing");
    }

    [Fact]
    public async Task A_sensor_of_the_database_is_read_by_its_own_settings_and_a_running_Receivers_is_left_alone()
    {
        await using var line = new PseudoTerminal(_directory);
        await line.PlugAsync();
        var name = $"Kitchen {Guid.NewGuid():N}";
        var sensor = await _database.AddSensorAsync(name, 1, "acs712", $$"""{"device": "{{line.Device}}", "scale": -1}""");

        // A Receiver that was killed a while ago has nothing; nor has another machine's.
        await _database.Owner.ExecuteAsync(Beat, Environment.MachineName, 60);
        await _database.Owner.ExecuteAsync(Beat, "another machine", 0);
        foreach (var text in new[] { name, $"{sensor}" })
        {
            var reading = ReadAsync(_database.Receiver, text);
            await KeepSayingAsync(line, "12.5\r\n", until: reading);
            (await reading).ShouldSatisfyAllConditions(taken => taken.From.ShouldBe("driver"), taken => taken.Watts.ShouldBe(-12.5), taken => taken.Sensor.ShouldBe(name));
        }

        await _database.Owner.ExecuteAsync("update process_heartbeats set beat_at = now() + interval '1 hour' where host = $1", Environment.MachineName);
        await _database.Owner.ExecuteAsync(
            "insert into sensor_status (sensor_id, state, since, last_seen, last_watts, rejected, error, updated_at) values ($1, 'silent', now(), '2026-03-01T12:00Z', 77, 4, 'No line.', now())",
            sensor);
        var link = _directory.File("by-id");
        File.CreateSymbolicLink(link, line.Device);
        foreach (var text in new[] { name, $"acs712={line.Device}", $"acs712={link}" })
            (await ReadAsync(_database.Receiver, text)).ShouldBe(new LiveReading(name, "acs712", "receiver", "silent")
            {
                Watts = 77,
                Time = new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc),
                Rejected = 4,
                ErrorSaid = Sentence.Verbatim("No line."),
            });

        // One that is paused is nobody's.
        await _database.Owner.ExecuteAsync("update sensors set enabled = false where id = $1", sensor);
        var alone = ReadAsync(_database.Receiver, name);
        await KeepSayingAsync(line, "1.5\r\n", until: alone);
        (await alone).Watts.ShouldBe(-1.5);
    }

    public void Dispose() => _directory.Dispose();

    private static NpgsqlDataSource Nowhere() => NpgsqlDataSource.Create($"Host=127.0.0.1;Port={FreePort.Find()};Username=nobody;Timeout=1");

    private Task<LiveReading> ReadAsync(NpgsqlDataSource database, string sensor, params string[] options)
    {
        var command = (CommandLine.ReadSensor)CommandLine.Parse(["--probe", "--read", sensor, .. options]);
        return ReadSensor.TakeAsync(command, database, TestKeyRing.MakeIn(_directory.File("keys")), key => throw new InvalidOperationException(key), TimeProvider.System);
    }

    /// <summary>The first line after opening counts as cut, and opening takes a while.</summary>
    private static Task KeepSayingAsync(PseudoTerminal line, string text, Task until) => Eventually.BecomesTrueAsync(
        "it is read",
        async () =>
        {
            await line.WriteAsync(text);
            return until.IsCompleted;
        });
}
