using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

public sealed class ReceiverProcessTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Theory]
    [InlineData("Spool__MaxSize", "0", "Spool:MaxSize is '0'; allowed: a whole number from 1 to 65536.")]
    [InlineData("Batch__MaxDelay", "1m", "Batch:MaxDelay is '1m'; allowed: a duration from 10ms to 1s")]
    [InlineData("Batch__Size", "1", "Batch:Size is not a setting; allowed: FlushEach, MaxDelay, MaxSamples.")]
    [InlineData("Database__Port", "http", "Database:Port is 'http'; allowed: a whole number from 1 to 65535.")]
    [InlineData("Spool__Directory", "/proc/spool", "Spool:Directory is '/proc/spool'; allowed: a directory that this user may write")]
    public async Task A_wrong_setting_ends_it_with_code_1_and_what_is_allowed(string key, string value, string message)
    {
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path, new Dictionary<string, string> { [key] = value });
        (await receiver.WaitForExitAsync()).ShouldBe(1);
        receiver.Output.ShouldContain(message);
    }

    [Fact]
    public async Task A_wrong_argument_ends_it_with_code_1()
    {
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path, arguments: ["--add-sensor", "toaster"]);
        (await receiver.WaitForExitAsync()).ShouldBe(1);
        receiver.Output.ShouldContain("--add-sensor is 'toaster'; allowed: simulated, acs712=DEVICE");
    }

    [Theory]
    [InlineData("--add-sensor", "push")]
    [InlineData("--pause-sensor", "push")]
    [InlineData("--list-sensors", null)]
    public async Task The_Receivers_own_login_may_not_keep_sensors_and_is_told_which_may(string command, string? sensor)
    {
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path, arguments: sensor is null ? [command] : [command, sensor]);
        (await receiver.WaitForExitAsync()).ShouldBe(1);
        receiver.Output.ShouldContain("POWERMETER_Database__Username=powermeter_owner");
    }

    [Fact]
    public async Task Sensors_that_come_change_and_pause_while_it_runs_are_followed_and_the_others_left_alone()
    {
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        var steady = await _database.AddSensorAsync("steady", 0.05, "simulated");
        await SensorStatusReading.BecomesAsync(_database, steady, "running");

        var wrong = await _database.AddSensorAsync("wrong", 1, "simulated", """{"seed": -1}""");
        var status = await SensorStatusReading.BecomesAsync(_database, wrong, "fault");
        status.Error.ShouldBe("sensor 'wrong':seed is '-1'; allowed: a whole number from 0 to 1000000.");
        status.LagSeconds.ShouldBeLessThan(2);

        await _database.Owner.ExecuteAsync("update sensors set settings = '{\"seed\": 5}', period_s = 0.05 where id = $1", wrong);
        await SensorStatusReading.BecomesAsync(_database, wrong, "running");

        await _database.Owner.ExecuteAsync("update sensors set enabled = false where id = $1", wrong);
        await SensorStatusReading.BecomesAsync(_database, wrong, "paused");
        var before = (await SensorStatusReading.OfAsync(_database, steady))!.Samples;
        await Eventually.BecomesTrueAsync(
            "the steady sensor goes on", async () => (await SensorStatusReading.OfAsync(_database, steady))!.Samples > before);

        await _database.Owner.ExecuteAsync("delete from sensors where id = $1", wrong);
        (await receiver.StopAsync()).ShouldBe(0);
        await HasNoHoleAsync(steady, 0.05);
        await _database.Owner.ExecuteAsync("delete from sensors where id = $1", steady);
    }

    [Fact]
    public async Task Stopping_keeps_every_sample_that_was_read()
    {
        var sensor = await _database.AddSensorAsync("last words", 0.001, "simulated");
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        await Eventually.BecomesTrueAsync("it records", async () => await CountAsync(sensor) > 500);
        (await receiver.StopAsync()).ShouldBe(0);
        await HasNoHoleAsync(sensor, 0.001);
        await _database.Owner.ExecuteAsync("delete from sensors where id = $1", sensor);
    }

    [Fact]
    public async Task Backfill_makes_the_history_once()
    {
        var sensor = await _database.AddSensorAsync("history", 60, "simulated");
        for (var round = 1; round <= 2; round++)
        {
            await using var backfill = PowerMeterProcess.Start("Receiver", _database, _directory.Path, arguments: ["--backfill", "100"]);
            (await backfill.WaitForExitAsync()).ShouldBe(0);
            backfill.Output.ShouldContain("history: 144,000 samples in");
            (await CountAsync(sensor)).ShouldBeInRange(144_000, 144_001);
        }

        await HasNoHoleAsync(sensor, 60);
        await _database.Owner.ExecuteAsync("delete from sensors where id = $1", sensor);
    }

    public void Dispose() => _directory.Dispose();

    private Task<long> CountAsync(int sensor) => _database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor);

    /// <summary>Simulated samples fall on every multiple of the period.</summary>
    private async Task HasNoHoleAsync(int sensor, double periodSeconds) =>
        (await _database.Owner.ScalarAsync<bool>(
            "select count(*) = round(extract(epoch from max(time) - min(time))::double precision / $2) + 1 from measures where sensor_id = $1",
            sensor, periodSeconds)).ShouldBeTrue();
}
