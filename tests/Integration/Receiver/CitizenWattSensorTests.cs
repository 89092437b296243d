using PowerMeter.Receiver.Commands;
using PowerMeter.Shared.Hosting;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>The sensor's way from the command that adds it to its status, on a computer without a radio.</summary>
public sealed class CitizenWattSensorTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Its_key_is_kept_and_an_absent_radio_says_what_helps()
    {
        var device = _directory.File("spidev0.0");
        var sensor = await AddAsync(SimulatedCitizenWatt.TestKeyText, $"citizenwatt={device}", "--secret", "aes_key", "--set", "address=0xE056D446D0LL");
        await using var receiver = PowerMeterProcess.Start("Receiver", _database, _directory.Path);
        var status = await SensorStatusReading.BecomesAsync(_database, sensor, "absent");
        status.Error.ShouldNotBeNull().ShouldStartWith($"There is no {device}. Enable SPI");

        // The next thing that is wrong is said by itself, and a file is no radio.
        await File.WriteAllTextAsync(device, "", TestContext.Current.CancellationToken);
        status = await SensorStatusReading.BecomesAsync(_database, sensor, "fault");
        status.Error.ShouldBe($"{device} is no SPI device. Set device to one, such as /dev/spidev0.0.");
        (await receiver.StopAsync()).ShouldBe(0);
        receiver.Output.ShouldNotContain("0-1-2-3");
        (await _database.Owner.ScalarAsync<string>("select settings::text from sensors where id = $1", sensor)).ShouldNotContain("0-1-2-3");
    }

    [Fact]
    public async Task A_wrong_key_is_refused_and_not_repeated()
    {
        var error = await Should.ThrowAsync<SettingException>(() => AddAsync("211-212-213", "citizenwatt", "--name", "Wrong", "--secret", "aes_key"));
        error.Message.ShouldContain("aes_key has 3 numbers");
        error.Message.ShouldNotContain("211");
        (await _database.Owner.ScalarAsync<long>("select count(*) from sensors where name = 'Wrong'")).ShouldBe(0);
    }

    public void Dispose() => _directory.Dispose();

    private Task<int> AddAsync(string key, params string[] arguments) => AddSensor.RunAsync(
        new SensorRegister(_database.Owner, TestKeyRing.MakeIn(_directory.File("keys")), _ => key),
        (CommandLine.AddSensor)CommandLine.Parse(["--add-sensor", .. arguments]));
}
