using PowerMeter.Receiver.Commands;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

public sealed class LostSecretTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task A_secret_whose_key_is_lost_is_a_fault_that_says_what_to_do_and_is_set_anew()
    {
        var keys = _directory.File("keys");
        var register = new SensorRegister(_database.Owner, TestKeyRing.MakeIn(keys), _ => SimulatedCitizenWatt.TestKeyText);
        var sensor = await AddSensor.RunAsync(
            register, (CommandLine.AddSensor)CommandLine.Parse(["--add-sensor", "citizenwatt=/dev/no-spidev", "--secret", "aes_key"]));
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        await SensorStatusReading.BecomesAsync(_database, sensor, "absent");

        Directory.Delete(keys, recursive: true);
        TestKeyRing.MakeIn(keys);
        await _database.Owner.ExecuteAsync("update sensors set period_s = 9 where id = $1", sensor);
        var error = (await SensorStatusReading.BecomesAsync(_database, sensor, "fault")).Error.ShouldNotBeNull();
        error.ShouldContain("aes_key");
        error.ShouldContain("--change-sensor NAME --secret KEY");

        await ChangeSensor.RunAsync(register, (CommandLine.ChangeSensor)CommandLine.Parse(["--change-sensor", $"{sensor}", "--secret", "aes_key"]));
        await SensorStatusReading.BecomesAsync(_database, sensor, "absent");
        (await receiver.StopAsync()).ShouldBe(0);
        receiver.Output.ShouldNotContain(SimulatedCitizenWatt.TestKeyText);
        // Neither the Receiver nor the command made another key.
        Directory.GetFiles(keys).Length.ShouldBe(1);
    }

    public void Dispose() => _directory.Dispose();
}
