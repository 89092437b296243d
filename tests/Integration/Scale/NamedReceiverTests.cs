using PowerMeter.Tests.Integration.Receiver;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Scale;

public sealed class NamedReceiverTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task Each_reads_its_own_sensors_and_a_second_of_one_name_reads_none_until_the_first_has_ended()
    {
        var main = await _database.AddSensorAsync("main", 0.05, "simulated");
        var shed = await _database.AddSensorAsync("shed", 0.05, "simulated");
        await _database.Owner.ExecuteAsync("update sensors set receiver = 'shed' where id = $1", shed);

        await using var first = Start("first");
        await SensorStatusReading.BecomesAsync(_database, main, "running");
        (await SensorStatusReading.OfAsync(_database, shed)).ShouldBeNull();
        (await StateAsync(main)).ShouldBe("running");

        await using var second = Start("second");
        await SaysAsync(second, "Another Receiver without a name reads the sensors already");
        second.Output.ShouldContain("Receiver:Name");

        await using var other = Start("shed", "shed");
        await SensorStatusReading.BecomesAsync(_database, shed, "running");
        await other.StopAsync();
        // The other Receiver lives, and knows nothing of it.
        await Eventually.BecomesTrueAsync("its sensor is known to be read no more", async () => await StateAsync(shed) == "stopped");
        (await StateAsync(main)).ShouldBe("running");

        second.Output.ShouldNotContain("is started");
        await second.StopAsync();
        await first.KillAsync();
        var recorded = await CountAsync(main);
        await using var third = Start("third");
        await Eventually.BecomesTrueAsync("the name is free at once", async () => await CountAsync(main) > recorded);
        // A sensor goes where it is sent, while both run.
        await _database.Owner.ExecuteAsync("update sensors set receiver = null where id = $1", shed);
        await Eventually.BecomesTrueAsync("it is read by its new Receiver", () => Task.FromResult(third.Output.Contains("'shed' (simulated) is started", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_name_ends_it_with_code_1_and_what_is_allowed()
    {
        await using var receiver = Start("wrong", "the shed");
        (await receiver.WaitForExitAsync()).ShouldBe(1);
        receiver.Output.ShouldContain("Receiver:Name is 'the shed'; allowed: 1 to 64 letters, digits, dots, dashes and underscores");
    }

    public void Dispose() => _directory.Dispose();

    private PowerMeterProcess Start(string machine, string? name = null) => PowerMeterProcess.Start(
        "Receiver", _database, _directory.File(machine), name is null ? null : new Dictionary<string, string> { ["Receiver__Name"] = name });

    private static Task SaysAsync(PowerMeterProcess process, string text) =>
        Eventually.BecomesTrueAsync(text, () => Task.FromResult(process.Output.Contains(text, StringComparison.Ordinal)));

    private Task<string> StateAsync(int sensor) => _database.Web.ScalarAsync<string>("select state from sensors_now where id = $1", sensor);

    private Task<long> CountAsync(int sensor) => _database.Owner.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor);
}
