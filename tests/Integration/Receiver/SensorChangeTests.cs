using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>A Receiver that runs follows the table of sensors within 2 s, and leaves alone the sensors that did not change.</summary>
public sealed class SensorChangeTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncLifetime
{
    private const double SteadyPeriodSeconds = 0.1;
    private static readonly TimeSpan PickedUpWithin = TimeSpan.FromSeconds(2);

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _feeding = new();
    private PseudoTerminal _line = null!;
    private DatabaseCable _cable = null!;
    private PowerMeterProcess _receiver = null!;
    private Task<int> _fed = null!;
    private int _steady;
    private int _serial;

    public async ValueTask InitializeAsync()
    {
        _line = new PseudoTerminal(_directory);
        await _line.PlugAsync();
        _cable = new DatabaseCable(_database.Server);
        _steady = await _database.AddSensorAsync("steady", SteadyPeriodSeconds, "simulated");
        _serial = await _database.AddSensorAsync("serial", 0.1, "acs712", $$"""{"device": "{{_line.Device}}"}""");
        _receiver = PowerMeterProcess.Start(
            "Receiver", _database, _directory.Path, new Dictionary<string, string> { ["Database__Port"] = _cable.Port.ToString(CultureInfo.InvariantCulture) });
        await SensorStatusReading.BecomesAsync(_database, _steady, "running");
        var tty = File.ResolveLinkTarget(_line.Device, returnFinalTarget: true)!.FullName;
        await Eventually.BecomesTrueAsync("the port is open", () => Task.FromResult(HoldsOpen(tty)));
        // The first line after the opening may be cut, and is dropped.
        await _line.WriteAsync("\r\n");
        _fed = FeedAsync();
        await SensorStatusReading.BecomesAsync(_database, _serial, "running");
    }

    [Fact]
    public async Task Twenty_changes_at_random_are_picked_up_and_disturb_nobody()
    {
        var random = new Random(4711);
        var sensors = new List<int>();
        for (var change = 1; change <= 20; change++)
        {
            if (sensors.Count == 0 || random.Next(4) == 0)
            {
                sensors.Add(await PickedUpAsync(null, () => _database.AddSensorAsync($"added {change}", 0.5, "simulated", $$"""{"seed": {{change}}}""")));
                continue;
            }

            var sensor = sensors[random.Next(sensors.Count)];
            var sql = random.Next(6) switch
            {
                0 => "update sensors set settings = jsonb_build_object('seed', $2::integer), enabled = true where id = $1",
                1 => "update sensors set period_s = 0.1 + $2 / 100.0, enabled = true where id = $1",
                2 => "update sensors set settings = jsonb_build_object('seed', 'wrong ' || $2::text), enabled = true where id = $1",
                3 => "update sensors set enabled = not enabled, period_s = 0.2 + $2 / 100.0 where id = $1",
                4 => "update sensors set driver = 'acs712', settings = jsonb_build_object('device', '/dev/none' || $2::text) where id = $1",
                _ => "delete from sensors where id = $1 and $2 > 0",
            };
            if (sql.StartsWith("delete", StringComparison.Ordinal)) sensors.Remove(sensor);
            await PickedUpAsync(sensor, async () =>
            {
                await _database.Owner.ExecuteAsync(sql, sensor, 100 + change);
                return sensor;
            });
        }

        await NobodyWasDisturbedAsync();
    }

    [Fact]
    public async Task A_wrong_setting_is_the_fault_of_its_own_sensor_alone()
    {
        var sensor = await PickedUpAsync(null, () => _database.AddSensorAsync("mine", 0.5, "simulated"));
        await SensorStatusReading.BecomesAsync(_database, sensor, "running");
        await _database.Owner.ExecuteAsync("update sensors set settings = '{\"seeds\": [1]}' where id = $1", sensor);
        (await SensorStatusReading.BecomesAsync(_database, sensor, "fault")).Error.ShouldBe("sensor 'mine':seeds is not a setting; allowed: seed.");
        await _database.Owner.ExecuteAsync("update sensors set driver = 'toaster' where id = $1", sensor);
        await Eventually.BecomesTrueAsync(
            "the kind is at fault", async () => (await SensorStatusReading.OfAsync(_database, sensor))!.Error!.StartsWith("driver is 'toaster'; allowed: ", StringComparison.Ordinal));
        (await SensorStatusReading.OfAsync(_database, _steady))!.State.ShouldBe("running");
        (await SensorStatusReading.OfAsync(_database, _serial))!.State.ShouldBe("running");
        await NobodyWasDisturbedAsync();
    }

    [Fact]
    public async Task A_removed_sensor_lets_its_device_go_and_is_remembered_no_more()
    {
        using var directory = new TemporaryDirectory();
        await using var line = new PseudoTerminal(directory);
        await line.PlugAsync();
        var tty = File.ResolveLinkTarget(line.Device, returnFinalTarget: true)!.FullName;
        var sensor = await PickedUpAsync(null, () => _database.AddSensorAsync("second line", 1, "acs712", $$"""{"device": "{{line.Device}}"}"""));
        await Eventually.BecomesTrueAsync("the port is open", () => Task.FromResult(HoldsOpen(tty)));
        var (memory, other) = (MemoryOf(sensor), MemoryOf(_serial));
        foreach (var file in new[] { memory, other }) await File.WriteAllTextAsync(file, "{}", TestContext.Current.CancellationToken);
        await PickedUpAsync(sensor, async () =>
        {
            await _database.Owner.ExecuteAsync("delete from sensors where id = $1", sensor);
            return sensor;
        });
        HoldsOpen(tty).ShouldBeFalse();
        await Eventually.BecomesTrueAsync("its memory is gone", () => Task.FromResult(!File.Exists(memory)));
        File.Exists(other).ShouldBeTrue();
        await NobodyWasDisturbedAsync();
    }

    [Fact]
    public async Task What_changes_while_the_database_cannot_be_reached_is_picked_up_after()
    {
        var (paused, removed) = (
            await PickedUpAsync(null, () => _database.AddSensorAsync("to be paused", 0.5, "simulated")),
            await PickedUpAsync(null, () => _database.AddSensorAsync("to be removed", 0.5, "simulated")));
        await _cable.CutAsync();
        await Eventually.BecomesTrueAsync("the Receiver notices", () => Task.FromResult(_receiver.Output.Contains("samples go to the spool", StringComparison.Ordinal)));
        await _database.Owner.ExecuteAsync("update sensors set enabled = false where id = $1", paused);
        await _database.Owner.ExecuteAsync("delete from sensors where id = $1", removed);
        var added = await _database.AddSensorAsync("came meanwhile", 0.5, "simulated");
        Starts(added).ShouldBe(0);
        _cable.Mend();
        await Eventually.BecomesTrueAsync("all of it is picked up", () => Task.FromResult(
            Starts(added) == 1 && Starts(paused) == 2 && _receiver.Output.Contains($"Sensor {removed} 'to be removed' is removed.", StringComparison.Ordinal)));
        await SensorStatusReading.BecomesAsync(_database, paused, "paused");
        await SensorStatusReading.BecomesAsync(_database, added, "running");
        // What was read meanwhile comes out of the spool.
        await NobodyWasDisturbedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _feeding.CancelAsync();
        if (_fed is not null) await _fed;
        if (_receiver is not null) await _receiver.DisposeAsync();
        if (_cable is not null) await _cable.DisposeAsync();
        await _line.DisposeAsync();
        await _database.Owner.ExecuteAsync("delete from sensors");
        await _database.Owner.ExecuteAsync("delete from measures");
        _feeding.Dispose();
        _directory.Dispose();
    }

    /// <summary>Makes the change and waits until the Receiver has logged that it follows.</summary>
    /// <param name="sensor">Whose log counts; null: that of the id that the change returns.</param>
    private async Task<int> PickedUpAsync(int? sensor, Func<Task<int>> change)
    {
        var before = sensor is { } known ? Mentions(known) : 0;
        var watch = Stopwatch.StartNew();
        var id = await change();
        await Eventually.BecomesTrueAsync($"the change of sensor {id} is picked up", () => Task.FromResult(Mentions(id) > before));
        watch.Elapsed.ShouldBeLessThan(PickedUpWithin);
        return id;
    }

    /// <summary>Not one restart, not one sample less, and none twice.</summary>
    private async Task NobodyWasDisturbedAsync()
    {
        await _feeding.CancelAsync();
        var lines = await _fed;
        lines.ShouldBeGreaterThan(5);
        await Eventually.BecomesTrueAsync("the last line is read", async () => await _database.Owner.ScalarAsync<long>(
            "select count(*) from measures where sensor_id = $1 and watts = $2", _serial, (double)lines) == 1);
        (await _receiver.StopAsync()).ShouldBe(0);

        (Starts(_steady), Starts(_serial)).ShouldBe((1, 1));
        _receiver.Output.ShouldNotContain("its driver");
        (await _database.Owner.QueryAsync("select watts from measures where sensor_id = $1 order by time", row => (int)row.GetDouble(0), _serial))
            .ShouldBe(Enumerable.Range(1, lines));
        (await _database.Owner.ScalarAsync<bool>(
            "select count(*) = round(extract(epoch from max(time) - min(time))::double precision / $2) + 1 from measures where sensor_id = $1",
            _steady, SteadyPeriodSeconds)).ShouldBeTrue();
    }

    /// <summary>Writes 1, 2, 3, … into the serial line, ten a second.</summary>
    /// <returns>The last one.</returns>
    private async Task<int> FeedAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        for (var line = 1; ; line++)
        {
            await _line.WriteAsync($"{line}\r\n");
            if (_feeding.IsCancellationRequested) return line;
            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private int Starts(int sensor) => Regex.Count(_receiver.Output, $@"Sensor {sensor} '.*' \(.*\) is (started|paused)\.");

    private int Mentions(int sensor) => Regex.Count(_receiver.Output, $@"Sensor {sensor} '.*' .*is (started|paused|removed)\.");

    private string MemoryOf(int sensor) => _directory.File($"spool/sensor-{sensor}.memory");

    private bool HoldsOpen(string tty) => Directory.GetFiles($"/proc/{_receiver.Id}/fd").Any(file => new FileInfo(file).LinkTarget == tty);
}
