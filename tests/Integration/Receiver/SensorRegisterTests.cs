using PowerMeter.Receiver.Commands;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Sensors;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>The commands that keep the sensors, by the owner's login.</summary>
public sealed class SensorRegisterTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const string Plain = "1-2-3-4";

    private static readonly SensorKind Radio = new("radio", "Radio", TimeSpan.FromSeconds(8), DeviceRule.None)
    {
        Fields = [new SensorField("aes_key", SensorFieldType.Secret)],
        Reader = input =>
        {
            var key = input.Secret("aes_key");
            input.Settings.RejectUnknownKeys();
            if (key != Plain) throw SettingException.NotAllowed("aes_key", "a secret", "another");
        },
    };

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    private SensorRegister Register(string typed = Plain) =>
        new(_database.Owner, TestKeyRing.MakeIn(_directory.File("keys")), _ => typed);

    [Fact]
    public async Task Adding_a_sensor_twice_makes_one_and_switches_it_on_again()
    {
        var id = await AddAsync("acs712=/dev/ttyACM7", "--set", "scale=2");
        await ChangeAsync("ACS712 ttyACM7", "--disable", "--set", "offset_w=1");
        (await AddAsync("acs712=/dev/ttyACM7", "--name", "Cellar", "--set", "scale=-1")).ShouldBe(id);
        (await RowAsync(id)).ShouldBe(("Cellar", "acs712", 1.0, true, """{"scale": -1, "device": "/dev/ttyACM7", "offset_w": 1}"""));
        await AddAsync("acs712=/dev/ttyACM7", "--set", "scale=", "--set", "offset_w=0");
        (await RowAsync(id)).Settings.ShouldBe("""{"device": "/dev/ttyACM7", "offset_w": 0}""");
        var other = await AddAsync("acs712=/dev/ttyACM8");
        other.ShouldNotBe(id);
        (await AddAsync("acs712=/dev/serial/by-id/usb-Arduino__www.arduino.cc__0043_85735313932351E0D1C1-if00")).ShouldBeGreaterThan(other);
        (await _database.Owner.ScalarAsync<long>("select count(*) from sensors where driver = 'acs712'")).ShouldBe(3);
    }

    [Fact]
    public async Task A_kind_without_a_device_has_a_sensor_a_name()
    {
        var first = await AddAsync("push", "--name", "Garden");
        var second = await AddAsync("push", "--name", "Roof", "--period", "1m");
        second.ShouldNotBe(first);
        (await AddAsync("push", "--name", "Garden")).ShouldBe(first);
        (await RowAsync(second)).ShouldBe(("Roof", "push", 60.0, true, "{}"));
        (await WrongAsync(() => AddAsync("push", "--set", "a=1", "--name", "Attic"))).ShouldBe("sensor 'Attic':a is not a setting: there is none here.");

        // Nobody has to think of a name.
        await _database.Owner.ExecuteAsync("delete from sensors where driver = 'simulated'");
        var household = await AddAsync("simulated");
        var another = await AddAsync("simulated", "--set", "seed=2");
        (await AddAsync("simulated")).ShouldBe(household);
        (await RowAsync(another)).Name.ShouldBe("Household 2");
    }

    [Fact]
    public async Task What_is_wrong_is_said_and_never_stored()
    {
        (await WrongAsync(() => AddAsync("acs712=/dev/ttyACM1", "--set", "baud=9601"))).ShouldStartWith("sensor 'ACS712 ttyACM1':baud is '9601'; allowed: 300, 600,");
        (await WrongAsync(() => AddAsync("simulated", "--name", "Wrong", "--set", "volume=11"))).ShouldBe("sensor 'Wrong':volume is not a setting; allowed: seed.");
        (await _database.Owner.ScalarAsync<long>("select count(*) from sensors where name in ('ACS712 ttyACM1', 'Wrong')")).ShouldBe(0);

        var id = await AddAsync("simulated", "--name", "Good", "--set", "seed=7");
        (await WrongAsync(() => ChangeAsync("Good", "--set", "seed=-1", "--name", "Better"))).ShouldContain("seed is '-1'; allowed: a whole number from 0 to 1000000.");
        (await RowAsync(id)).ShouldBe(("Good", "simulated", 8.0, true, """{"seed": 7}"""));
        (await WrongAsync(() => ChangeAsync("Nobody", "--enable"))).ShouldStartWith("--change-sensor is 'Nobody'; allowed: the name or the id of a sensor: ");
    }

    [Fact]
    public async Task A_change_touches_what_was_asked_for_alone()
    {
        var id = await AddAsync("simulated", "--name", "Before", "--set", "seed=8", "--period", "2s");
        await ChangeAsync($"{id}", "--name", "After");
        (await RowAsync(id)).ShouldBe(("After", "simulated", 2.0, true, """{"seed": 8}"""));
        await ChangeAsync("After", "--period", "250ms", "--disable");
        (await RowAsync(id)).ShouldBe(("After", "simulated", 0.25, false, """{"seed": 8}"""));
        await ChangeAsync("After", "--set", "seed=", "--enable");
        (await RowAsync(id)).ShouldBe(("After", "simulated", 0.25, true, "{}"));
    }

    [Fact]
    public async Task A_secret_is_stored_protected_and_a_wrong_one_not_at_all()
    {
        (await WrongAsync(() => AddSensor.RunAsync(Register(), Radio1()))).ShouldBe("sensor 'Radio 1':aes_key is missing; allowed: a secret, given with --secret aes_key.");
        (await WrongAsync(() => AddSensor.RunAsync(Register("9-9-9"), Radio1("--secret", "aes_key")))).ShouldNotContain("9-9-9");
        var id = await AddSensor.RunAsync(Register(), Radio1("--secret", "aes_key"));
        var stored = await _database.Owner.ScalarAsync<string>("select settings ->> 'aes_key' from sensors where id = $1", id);
        stored.ShouldStartWith("protected:");
        Register().Apply([], Radio, SensorArguments.Parse("", [])).Count.ShouldBe(0);
        TestKeyRing.MakeIn(_directory.File("keys")).Reveal(stored).ShouldBe(Plain);

        var listed = (await ListSensors.ReadAsync(_database.Owner)).Single(sensor => sensor.Id == id);
        listed.Settings["aes_key"]!.GetValue<string>().ShouldBe("set");
    }

    [Fact]
    public async Task The_list_tells_how_each_sensor_is()
    {
        var id = await AddAsync("simulated", "--name", "Listed", "--set", "seed=9", "--period", "500ms");
        var pushed = await AddAsync("push", "--name", "Pushed to");
        await _database.InsertMeasuresAsync(pushed, [new(1_700_000_000, 12.5, false)]);
        await _database.Owner.ExecuteAsync(
            "insert into sensor_status (sensor_id, state, since, last_seen, last_watts, error, updated_at) values ($1, 'silent', now(), '2026-03-01 12:00:00Z', 321.5, 'No line.', now())", id);
        (await OfAsync(pushed)).State.ShouldBe("unknown");
        (await OfAsync(pushed)).LastWatts.ShouldBe(12.5);
        (await OfAsync(id)).State.ShouldBe("stopped");
        await _database.Owner.ExecuteAsync(
            "insert into process_heartbeats (process, host, pid, version, started_at, beat_at) values ('receiver', 'test', 1, '1', now(), now() + interval '1 hour')");
        (await OfAsync(id)).State.ShouldBe("silent");

        var text = new StringWriter();
        ListSensors.WriteTable(text, [await OfAsync(id), await OfAsync(pushed)]);
        var lines = text.ToString().Split(Environment.NewLine);
        lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["ID", "NAME", "KIND", "DEVICE", "PERIOD", "STATE", "LAST", "SEEN", "WATTS", "OTHER", "SETTINGS"]);
        lines[1].ShouldMatch($"^{id} +Listed +simulated  - +500ms +silent +2026-03-01 12:00:00Z  321.5  seed=9$");
        lines[2].ShouldMatch($"^{pushed} +Pushed to  push +- +10s +unknown  2023-11-14 22:13:20Z  12.5$");
        lines[3].ShouldBe("Listed: No line.");
        await _database.Owner.ExecuteAsync("delete from process_heartbeats where host = 'test'");

        async Task<ListedSensor> OfAsync(int sensor) => (await ListSensors.ReadAsync(_database.Owner)).Single(listed => listed.Id == sensor);
    }

    public void Dispose() => _directory.Dispose();

    private static CommandLine.AddSensor Radio1(params string[] options) => new(Radio, null, SensorArguments.Parse("--add-sensor", ["--name", "Radio 1", .. options]));

    private static async Task<string> WrongAsync(Func<Task> command) => (await Should.ThrowAsync<SettingException>(command)).Message;

    private async Task<int> AddAsync(params string[] arguments) =>
        await AddSensor.RunAsync(Register(), (CommandLine.AddSensor)CommandLine.Parse(["--add-sensor", .. arguments]));

    private async Task ChangeAsync(params string[] arguments) =>
        await ChangeSensor.RunAsync(Register(), (CommandLine.ChangeSensor)CommandLine.Parse(["--change-sensor", .. arguments]));

    private async Task<(string Name, string Driver, double Period, bool Enabled, string Settings)> RowAsync(int id) => (await _database.Owner.QueryAsync(
        "select name, driver, period_s, enabled, settings::text from sensors where id = $1",
        row => (row.GetString(0), row.GetString(1), row.GetDouble(2), row.GetBoolean(3), row.GetString(4)), id)).Single();
}
