using PowerMeter.Processor.Energy;
using PowerMeter.Receiver.Commands;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

public sealed class SensorRemovalTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>
{
    private const long Start = 1_700_000_000;
    private const int Samples = 5000;

    private readonly TestDatabase _database = fixture.Database;
    private readonly SensorRegister _register = new(
        fixture.Database.Owner, new SecretBox(new KeyRing("/nowhere")), _ => throw new InvalidOperationException("No secret is asked for."));

    [Fact]
    public async Task One_with_samples_is_only_paused_unless_it_is_said()
    {
        var sensor = await FilledAsync("kept");
        (await RemoveAsync("kept", withSamples: false)).ShouldBe($"Sensor {sensor} 'kept' is paused and its samples are kept. To remove it and them for ever, add --with-samples.");
        (await CountAsync("measures", sensor)).ShouldBe(Samples);
        (await _database.Owner.ScalarAsync<bool>("select enabled from sensors where id = $1", sensor)).ShouldBeFalse();
    }

    [Fact]
    public async Task One_without_samples_is_removed()
    {
        var sensor = await _database.AddSensorAsync("empty");
        (await RemoveAsync("empty", withSamples: false)).ShouldBe($"Sensor {sensor} 'empty' is removed, and 0 samples.");
        (await _database.Owner.ScalarAsync<long>("select count(*) from sensors where id = $1", sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task All_of_it_goes_in_chunks_and_nothing_of_another()
    {
        var (removed, other) = (await FilledAsync("removed"), await FilledAsync("other"));
        var energy = await CountAsync("energy_minutes", other);
        energy.ShouldBeGreaterThan(100);
        (await RemoveAsync("removed", withSamples: true, chunkSamples: 999)).ShouldBe($"Sensor {removed} 'removed' is removed, and 5,000 samples.");
        foreach (var table in new[] { "measures", "energy_minutes", "energy_quarters", "energy_hours", "sensor_status" })
            (await CountAsync(table, removed)).ShouldBe(0);
        (await CountAsync("measures", other)).ShouldBe(Samples);

        // What the deletion left to be rolled up comes to nothing.
        await RollUpAsync();
        (await CountAsync("energy_minutes", removed)).ShouldBe(0);
        (await CountAsync("energy_minutes", other)).ShouldBe(energy);
    }

    [Fact]
    public async Task It_waits_for_the_roll_up_that_is_at_work_on_the_sensor()
    {
        var sensor = await FilledAsync("busy");
        await using var rollUp = await _database.Processor.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await rollUp.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var hold = rollUp.CreateCommand())
        {
            hold.CommandText = "select pg_advisory_xact_lock($1, $2)";
            hold.Parameters.Add(new() { Value = EnergyLock.Class });
            hold.Parameters.Add(new() { Value = sensor });
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var removal = RemoveAsync("busy", withSamples: true);
        await Eventually.BecomesTrueAsync("it waits", () => _database.Owner.ScalarAsync<bool>(
            "select exists (select from pg_locks where locktype = 'advisory' and classid = $1 and objid = $2 and not granted)", (long)EnergyLock.Class, (long)sensor));
        (await CountAsync("measures", sensor)).ShouldBe(Samples);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await removal;
        (await CountAsync("measures", sensor)).ShouldBe(0);
    }

    private Task<string> RemoveAsync(string sensor, bool withSamples, int chunkSamples = 100_000) =>
        RemoveSensor.RunAsync(_register, new CommandLine.RemoveSensor(sensor, withSamples), new SensorRemoval(_database.Owner) { ChunkSamples = chunkSamples });

    private async Task<int> FilledAsync(string name)
    {
        var sensor = await _database.AddSensorAsync(name, 8);
        await _database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, Samples).Select(i => new ReferenceIntegral.TaggedSample(Start + i * 8, 100, false))]);
        await RollUpAsync();
        return sensor;
    }

    private async Task RollUpAsync()
    {
        var rollUp = new EnergyRollup(_database.Processor);
        while (await rollUp.ClaimAsync(TestContext.Current.CancellationToken) is not null)
        {
        }
    }

    private Task<long> CountAsync(string table, int sensor) => _database.Owner.ScalarAsync<long>($"select count(*) from {table} where sensor_id = $1", sensor);
}
