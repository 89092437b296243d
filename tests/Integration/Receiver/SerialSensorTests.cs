using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>The Receiver as it runs in production, against a pseudo-terminal.</summary>
public sealed class SerialSensorTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const double TruthWithinSeconds = 2;

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Lines_cut_garbled_silent_and_unplugged_leave_the_good_samples_and_a_true_status()
    {
        await using var line = new PseudoTerminal(_directory);
        var sensor = await _database.AddSensorAsync("serial", 1, "acs712", $$"""{"device": "{{line.Device}}"}""");
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        var status = await SensorStatusReading.BecomesAsync(_database, sensor, "absent");
        await Eventually.BecomesTrueAsync("the log says why", () => Task.FromResult(receiver.Output.Contains($"Sensor {sensor} entered the state absent: There is no ", StringComparison.Ordinal)));
        status.Error.ShouldNotBeNull().ShouldContain($"There is no {line.Device}.");
        status.LagSeconds.ShouldBeLessThan(TruthWithinSeconds);

        await line.PlugAsync();
        await line.WriteAsync(".99\r\n100.25\r\n");
        await SamplesBecomeAsync(sensor, 100.25);
        status = await SensorStatusReading.BecomesAsync(_database, sensor, "running");
        status.Error.ShouldBeNull();

        // Cut in two, and garbled.
        await line.WriteAsync("20");
        await line.WriteAsync("1.5\r");
        await line.WriteAsync("\n3.98");
        await line.WriteAsync("75|87.50|-12.34\r\n");
        await line.WriteAsync([0xFF, 0x00, (byte)'7', (byte)'\r', (byte)'\n']);
        await line.WriteAsync("nan\r\n99999\r\n" + new string('8', 300) + "\r\n7.5\r\n");
        await SamplesBecomeAsync(sensor, 100.25, 201.5, -12.34, 7.5);
        await Eventually.BecomesTrueAsync(
            "the counts are right", async () => await SensorStatusReading.OfAsync(_database, sensor) is { Samples: 4, Rejected: 4 });

        // Mute.
        status = await SensorStatusReading.BecomesAsync(_database, sensor, "silent");
        status.LagSeconds.ShouldBeLessThan(TruthWithinSeconds);
        await line.WriteAsync("8.5\r\n");
        await SensorStatusReading.BecomesAsync(_database, sensor, "running");

        // Unplugged in the middle of a line, and plugged in again.
        await line.WriteAsync("55");
        await line.UnplugAsync();
        status = await SensorStatusReading.BecomesAsync(_database, sensor, "absent");
        status.LagSeconds.ShouldBeLessThan(TruthWithinSeconds);
        await line.PlugAsync();
        await line.WriteAsync("55.5\r\n9.5\r\n");
        await SensorStatusReading.BecomesAsync(_database, sensor, "running");
        await SamplesBecomeAsync(sensor, 100.25, 201.5, -12.34, 7.5, 8.5, 9.5);
        (await receiver.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_name_by_id_is_followed_to_another_port_number_and_the_battery_is_in_the_status()
    {
        using var otherDirectory = new TemporaryDirectory();
        await using var first = new PseudoTerminal(_directory);
        await using var second = new PseudoTerminal(otherDirectory);
        var byId = _directory.File("usb-Arduino__www.arduino.cc__0043-if00");
        var sensor = await _database.AddSensorAsync("battery", 1, "acs712", $$"""{"device": "{{byId}}", "scale": "0.5"}""");
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        await first.PlugAsync();
        File.CreateSymbolicLink(byId, first.Device);
        await first.WriteAsync("\n3.9875|87.50|10.00\r\n");
        await SamplesBecomeAsync(sensor, 5);
        await SensorStatusReading.BecomesAsync(_database, sensor, "running");
        (await _database.Owner.QueryAsync(
            "select s.volts, s.battery, m.volts, m.battery from sensor_status s join measures m on m.sensor_id = s.sensor_id where s.sensor_id = $1",
            row => ((float)row.GetDouble(0), (float)row.GetDouble(1), row.GetFloat(2), row.GetFloat(3)), sensor))
            .ShouldBe([(3.9875f, 87.5f, 3.9875f, 87.5f)]);

        // Unplugged, and plugged into another socket: the old name is gone, the link leads to a new one.
        await first.UnplugAsync();
        File.Delete(byId);
        (await SensorStatusReading.BecomesAsync(_database, sensor, "absent")).Error.ShouldNotBeNull().ShouldContain(byId);
        await second.PlugAsync();
        File.CreateSymbolicLink(byId, second.Device);
        await second.WriteAsync("9.9\r\n20.00\r\n");
        await SensorStatusReading.BecomesAsync(_database, sensor, "running");
        await SamplesBecomeAsync(sensor, 5, 10);
        (await receiver.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_recording_becomes_samples()
    {
        var sensor = await _database.AddSensorAsync("recording", 1, "replay", $$"""{"device": "{{Repository.File("tests/wire/replay/day.csv")}}", "speed": "1000"}""");
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        await SamplesBecomeAsync(sensor, 100.5, 101, -5, 7);
        var status = await SensorStatusReading.BecomesAsync(_database, sensor, "silent");
        status.Error.ShouldNotBeNull().ShouldContain("has ended: 4 readings, 2 rejected");
        await Eventually.BecomesTrueAsync(
            "the counts are right", async () => await SensorStatusReading.OfAsync(_database, sensor) is { Samples: 4, Rejected: 2 });
        (await receiver.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_device_that_is_no_serial_port_is_a_fault_that_says_so()
    {
        var file = _directory.File("not-a-port");
        await File.WriteAllTextAsync(file, "12.34\n", TestContext.Current.CancellationToken);
        var sensor = await _database.AddSensorAsync("file", 1, "acs712", $$"""{"device": "{{file}}"}""");
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        var status = await SensorStatusReading.BecomesAsync(_database, sensor, "fault");
        status.Error.ShouldBe($"{file} is no serial port. Set device to one, such as /dev/ttyACM0.");
        await SamplesBecomeAsync(sensor);
    }

    public void Dispose() => _directory.Dispose();

    private async Task SamplesBecomeAsync(int sensor, params double[] watts)
    {
        List<double> found = [];
        try
        {
            await Eventually.BecomesTrueAsync("the samples are there", async () =>
            {
                found = await _database.Owner.QueryAsync("select watts from measures where sensor_id = $1 order by time", row => row.GetDouble(0), sensor);
                return found.SequenceEqual(watts);
            });
        }
        catch (TimeoutException)
        {
            found.ShouldBe(watts);
        }
    }
}
