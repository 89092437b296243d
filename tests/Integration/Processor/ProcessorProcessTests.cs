using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Processor;

/// <summary>The Processor as a process: killed, rebuilt, told wrong things.</summary>
public sealed class ProcessorProcessTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const long Start = 1_790_000_000 / 3600 * 3600;

    private readonly TestDatabase _database = fixture.Database;
    private readonly string _directory = Directory.CreateTempSubdirectory("powermeter-test-").FullName;

    public void Dispose() => Directory.Delete(_directory, true);

    private async Task<int> AddSensorWithSamplesAsync(string name, int samples)
    {
        var sensor = await _database.AddSensorAsync(name);
        foreach (var chunk in Enumerable.Range(0, samples).Select(i => new TaggedSample(Start + i * 8L, 100 + i % 50, i % 3 == 0)).Chunk(20_000))
            await _database.InsertMeasuresAsync(sensor, chunk);
        return sensor;
    }

    private Task<double> CoveredAsync(int sensor) =>
        _database.Web.ScalarAsync<double>("select coalesce(sum(covered_s), 0) from energy_hours where sensor_id = $1", sensor);

    private Task<bool> IsDoneAsync() => _database.Web.ScalarAsync<bool>("select not exists (select from pending_energy)");

    [Fact]
    public async Task Killed_in_mid_claim_it_loses_no_work()
    {
        const int Count = 200_000;
        var sensor = await AddSensorWithSamplesAsync("killed", Count);
        var random = new Random(1);
        for (var kills = 0; kills < 6; kills++)
        {
            await using var victim = PowerMeterProcess.Start("Processor", _database, _directory);
            await Eventually.BecomesTrueAsync("a claim is under way", async () =>
                await IsDoneAsync() || await _database.Owner.ScalarAsync<bool>(
                    "select exists (select from pg_locks where locktype = 'advisory' and classid = 20557 and database = (select oid from pg_database where datname = current_database()))"));
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(40)), TimeProvider.System); // a random instant within the claim
            await victim.KillAsync();
        }

        await using var processor = PowerMeterProcess.Start("Processor", _database, _directory);
        await Eventually.BecomesTrueAsync("the queue is empty", IsDoneAsync, TimeSpan.FromSeconds(60));
        (await CoveredAsync(sensor)).ShouldBe((Count - 1) * 8.0, 1e-6);
        (await processor.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Rebuild_makes_the_roll_ups_anew_and_tells_its_progress()
    {
        var sensor = await AddSensorWithSamplesAsync("rebuilt", 30_000);
        await _database.Owner.ExecuteAsync("truncate energy_minutes, energy_quarters, energy_hours, pending_energy");
        await _database.Owner.ExecuteAsync("insert into energy_hours values ($1, '2020-01-01Z', 1, 1, 3600, 1, 1)", sensor); // of samples that are gone
        await using var rebuild = PowerMeterProcess.Start("Processor", _database, _directory, null, "--rebuild", "--sensor", $"{sensor}");
        (await rebuild.WaitForExitAsync()).ShouldBe(0);
        rebuild.Output.ShouldContain(" %");
        (await CoveredAsync(sensor)).ShouldBe(29_999 * 8.0, 1e-6);
    }

    [Theory]
    [InlineData("--rebuild --sensor 999999", "999999")]
    [InlineData("--rebuild --sensor many", "--sensor many")]
    [InlineData("--reindex", "--reindex")]
    public async Task Wrong_arguments_end_it_with_code_1_and_the_reason(string arguments, string named)
    {
        await using var process = PowerMeterProcess.Start("Processor", _database, _directory, null, arguments.Split(' '));
        (await process.WaitForExitAsync()).ShouldBe(1);
        process.Output.ShouldContain(named);
    }

    [Fact]
    public async Task A_wrong_setting_ends_it_with_code_1_naming_key_value_and_range()
    {
        await using var process = PowerMeterProcess.Start(
            "Processor", _database, _directory, new Dictionary<string, string> { ["Database__Port"] = "543210" });
        (await process.WaitForExitAsync()).ShouldBe(1);
        process.Output.ShouldContain("Database:Port is '543210'; allowed: a whole number from 1 to 65535.");
    }
}
