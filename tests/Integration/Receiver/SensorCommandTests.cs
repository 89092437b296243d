using System.Globalization;
using PowerMeter.Receiver.Control;
using PowerMeter.Receiver.Drivers;
using PowerMeter.Receiver.Drivers.Awox;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>What Web writes into sensor_commands, the Receiver does.</summary>
public sealed class SensorCommandTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_plug_is_switched_over_its_connection_and_its_state_shows()
    {
        await using var peer = new AttPeer();
        BluetoothAddress.TryParse("98:7B:F3:01:02:03", out var address).ShouldBeTrue();
        var plug = new AwoxDriver(new AwoxOptions(address), TimeSpan.FromSeconds(8), _ => peer.Connect(), TimeProvider.System);
        var sensor = await _database.AddSensorAsync("kettle");
        await using var station = new CommandStation(_database);
        var monitor = station.Run(sensor, "awox", plug);
        await station.StartAsync();
        await Eventually.BecomesTrueAsync("it is read", () => Task.FromResult(monitor.Snapshot().SwitchedOn == true));

        (await OutcomeAsync(await AskAsync(sensor, "switch_off"))).ShouldBeNull();
        peer.Plug.IsOn.ShouldBeFalse();
        await Eventually.BecomesTrueAsync("its state shows", () => Task.FromResult(monitor.Snapshot().SwitchedOn == false));
        (await OutcomeAsync(await AskAsync(sensor, "switch_on"))).ShouldBeNull();
        peer.Plug.IsOn.ShouldBeTrue();

        peer.IsPlugged = false;
        peer.Drop();
        await Eventually.BecomesTrueAsync("it is lost", () => Task.FromResult(monitor.Snapshot().State == SensorState.Absent));
        (await OutcomeAsync(await AskAsync(sensor, "switch_on"))).ShouldNotBeNull().ShouldContain("98:7B:F3:01:02:03 is not in reach, or connected to a phone");
    }

    [Fact]
    public async Task Commands_that_waited_are_done_in_their_order_and_expired_ones_left_alone()
    {
        var sensor = await _database.AddSensorAsync("order");
        var expired = await AskAsync(sensor, "switch_off", "-1 second");
        long[] commands = [await AskAsync(sensor, "switch_on"), await AskAsync(sensor, "switch_off"), await AskAsync(sensor, "pair")];
        var driver = new SwitchableDriver((_, _) => Task.CompletedTask);
        await using var station = new CommandStation(_database);
        await station.StartAsync();
        station.Run(sensor, "radio", driver);
        foreach (var command in commands) (await OutcomeAsync(command)).ShouldBeNull();
        driver.Did.ShouldBe(["on", "off", "pair"]);
        (await IsDoneAsync(expired)).ShouldBeFalse();
    }

    [Fact]
    public async Task What_cannot_be_done_says_why()
    {
        var plain = await _database.AddSensorAsync("plain");
        var paused = await _database.AddSensorAsync("resting");
        var wrong = await _database.AddSensorAsync("misset");
        var refusing = await _database.AddSensorAsync("refusing");
        var broken = await _database.AddSensorAsync("broken");
        await using var station = new CommandStation(_database);
        station.Run(plain, "acs712", new OnlyReads());
        station.Run(paused, "awox", new SwitchableDriver((_, _) => Task.CompletedTask), enabled: false);
        station.Run(wrong, "awox", () => throw new SettingException("device is missing"));
        station.Run(refusing, "awox", new SwitchableDriver((_, _) => throw new SensorCommandException(Sentence.Verbatim("The plug is not in reach."))));
        station.Run(broken, "awox", new SwitchableDriver((_, _) => throw new FormatException("no number")));
        await station.StartAsync();
        (await OutcomeAsync(await AskAsync(plain, "switch_on"))).ShouldBe("sensor 'plain' (acs712) cannot be switched");
        (await OutcomeAsync(await AskAsync(plain, "pair"))).ShouldBe("sensor 'plain' (acs712) cannot be paired");
        (await OutcomeAsync(await AskAsync(paused, "switch_on"))).ShouldBe("sensor 'resting' is paused: resume it first");
        (await OutcomeAsync(await AskAsync(wrong, "switch_on"))).ShouldBe("sensor 'misset' does not run: device is missing");
        (await SaidAsync(wrong)).In(CultureInfo.GetCultureInfo("fr-FR"))
            .ShouldBe("le capteur «\u00A0misset\u00A0» ne fonctionne pas\u00A0: Un réglage ne convient pas\u00A0: device is missing");
        (await SaidAsync(paused)).ShouldBe(new Sentence("Sensor_Paused", "resting"));
        (await OutcomeAsync(await AskAsync(refusing, "switch_on"))).ShouldBe("The plug is not in reach.");
        (await OutcomeAsync(await AskAsync(broken, "switch_on"))).ShouldBe("the driver of sensor 'broken' broke: FormatException: no number");
    }

    [Fact]
    public async Task A_sensor_that_takes_its_time_holds_up_no_other_and_fails_after_ten_seconds()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var slow = await _database.AddSensorAsync("slow");
        var quick = await _database.AddSensorAsync("quick");
        // Does not even mind its token.
        var driver = new SwitchableDriver((_, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None));
        await using var station = new CommandStation(_database, time);
        station.Run(slow, "awox", driver);
        station.Run(quick, "awox", new SwitchableDriver((_, _) => Task.CompletedTask));
        await station.StartAsync();
        var waiting = await AskAsync(slow, "switch_on");
        await Eventually.BecomesTrueAsync("it is being done", () => Task.FromResult(driver.Did.Count == 1));
        (await OutcomeAsync(await AskAsync(quick, "switch_on"))).ShouldBeNull();
        (await IsDoneAsync(waiting)).ShouldBeFalse();
        time.Advance(SensorCommandTable.RunLimit);
        (await OutcomeAsync(waiting)).ShouldBe("sensor 'slow' has not done it within 10 s: look whether it did");
    }

    [Fact]
    public async Task A_command_that_had_to_wait_ends_when_it_expires()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var sensor = await _database.AddSensorAsync("late");
        var driver = new SwitchableDriver((_, cancel) => Task.Delay(Timeout.InfiniteTimeSpan, time, cancel));
        await using var station = new CommandStation(_database, time);
        station.Run(sensor, "awox", driver);
        var command = await AskAsync(sensor, "switch_on", "5 seconds");
        await station.StartAsync();
        await Eventually.BecomesTrueAsync("it is being done", () => Task.FromResult(driver.Did.Count == 1));
        time.Advance(TimeSpan.FromSeconds(5));
        (await OutcomeAsync(command)).ShouldNotBeNull().ShouldMatch("^sensor 'late' has not done it within [0-5](\\.[0-9])? s: look whether it did$");
    }

    [Fact]
    public async Task Two_receivers_do_a_command_once()
    {
        var sensor = await _database.AddSensorAsync("shared");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        SwitchableDriver[] drivers = [new((_, _) => gate.Task), new((_, _) => gate.Task)];
        await using var one = new CommandStation(_database);
        await using var other = new CommandStation(_database);
        one.Run(sensor, "awox", drivers[0]);
        other.Run(sensor, "awox", drivers[1]);
        await one.StartAsync();
        await other.StartAsync();
        var command = await AskAsync(sensor, "switch_on");
        await Eventually.BecomesTrueAsync("one waits for the other", async () => await _database.Owner.ScalarAsync<long>(
            "select count(*) from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted") == 1);
        gate.SetResult();
        (await OutcomeAsync(command)).ShouldBeNull();
        (await OutcomeAsync(await AskAsync(sensor, "switch_off"))).ShouldBeNull();
        drivers.SelectMany(driver => driver.Did).ShouldBe(["on", "off"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_real_receiver_answers_for_the_sensors_it_runs()
    {
        var simulated = await _database.AddSensorAsync("house", 1, "simulated");
        var plug = await _database.AddSensorAsync("plug", 8, "awox", """{"device": "98:7B:F3:01:02:03"}""");
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        await SensorStatusReading.BecomesAsync(_database, simulated, "running");
        (await OutcomeAsync(await AskAsync(simulated, "switch_on"))).ShouldBe("sensor 'house' (simulated) cannot be switched");
        await Eventually.BecomesTrueAsync("it has tried", async () => (await SensorStatusReading.OfAsync(_database, plug)) is { State: "fault" or "absent" });
        var status = await SensorStatusReading.OfAsync(_database, plug);
        // No plug here, and perhaps no Bluetooth either: the answer is what the status says.
        (await OutcomeAsync(await AskAsync(plug, "switch_on"))).ShouldBe(status!.Error.ShouldNotBeNull());

        await _database.Owner.ExecuteAsync("update sensors set enabled = false where id = $1", plug);
        await SensorStatusReading.BecomesAsync(_database, plug, "paused");
        (await OutcomeAsync(await AskAsync(plug, "switch_on"))).ShouldBe("sensor 'plug' is paused: resume it first");
        var started = TimeProvider.System.GetTimestamp();
        (await receiver.StopAsync()).ShouldBe(0);
        TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }

    public void Dispose() => _directory.Dispose();

    private Task<long> AskAsync(int sensor, string command, string expiresIn = "15 seconds") => _database.Web.ScalarAsync<long>(
        "insert into sensor_commands (sensor_id, command, requested_by, expires_at) values ($1, $2, 'a test', now() + $3::text::interval) returning id",
        sensor, command, expiresIn);

    private async Task<bool> IsDoneAsync(long command) =>
        await _database.Web.ScalarAsync<bool>("select done_at is not null from sensor_commands where id = $1", command);

    /// <returns>The error; null: done.</returns>
    private async Task<string?> OutcomeAsync(long command)
    {
        await Eventually.BecomesTrueAsync("the command is done", () => IsDoneAsync(command));
        return await _database.Web.ScalarAsync<string?>("select error from sensor_commands where id = $1", command);
    }

    /// <summary>Why the sensor's last command was not done.</summary>
    private async Task<Sentence> SaidAsync(int sensor) => Sentence.Read(await _database.Web.ScalarAsync<string?>(
        "select error_said::text from sensor_commands where sensor_id = $1 order by id desc limit 1", sensor)).ShouldNotBeNull();

    private sealed class OnlyReads : ISensorDriver
    {
        public Task RunAsync(ISensorSink sink, CancellationToken cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
    }
}
