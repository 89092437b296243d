using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Receiver;

/// <summary>The Receiver while the schema changes under it. Simulated samples fall on every multiple of the period, so a lost one shows.</summary>
public sealed class SchemaChangeTests : IAsyncLifetime
{
    private const double PeriodSeconds = 0.005;

    private readonly TemporaryDirectory _directory = new();
    private TestDatabase _database = null!;
    private int _sensor;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        _sensor = await _database.AddSensorAsync("load", PeriodSeconds, "simulated", """{"seed": 1}""");
    }

    [Fact]
    public async Task During_an_upgrade_it_spools_and_afterwards_every_sample_is_there_once()
    {
        await using var receiver = Start();
        await RecordsAsync();
        for (var round = 0; round < 2; round++)
        {
            // What the newer schema asks for the Receiver knows nothing of: written there, each sample would be refused.
            await _database.Owner.ExecuteAsync(
                """
                begin;
                alter table measures add constraint of_the_future check (watts is null) not valid;
                insert into schema_version (version, name, sha256) values (9999, '9999_future', '');
                commit
                """);
            await SpoolsAsync();
            await _database.Owner.ExecuteAsync("begin; alter table measures drop constraint of_the_future; delete from schema_version where version = 9999; commit");
            await RecordsAsync();
        }

        (await receiver.StopAsync()).ShouldBe(0);
        receiver.Output.ShouldContain("has schema 9999");
        File.Exists(Path.Combine(SpoolDirectory, "rejected.csv")).ShouldBeFalse();
        await HasNoHoleAsync();
    }

    [Fact]
    public async Task Started_on_a_schema_that_is_too_new_it_records_all_the_same()
    {
        await using (var first = Start())
        {
            await RecordsAsync();
            (await first.StopAsync()).ShouldBe(0);
        }

        await _database.Owner.ExecuteAsync("insert into schema_version (version, name, sha256) values (9999, '9999_future', '')");
        var before = await NewestAsync();
        await using var receiver = Start();
        await SpoolsAsync();
        (await NewestAsync()).ShouldBe(before);
        await _database.Owner.ExecuteAsync("delete from schema_version where version = 9999");
        await RecordsAsync();
        (await receiver.StopAsync()).ShouldBe(0);
        SpoolBytes().ShouldBe(0);
    }

    [Fact]
    public async Task In_a_restored_database_it_reads_its_sensors_anew_and_tells_how_they_are()
    {
        await using var receiver = Start();
        await RecordsAsync();
        // As a restore does it: other contents, another epoch, in one transaction, and no word of each change.
        await _database.Owner.ExecuteAsync(
            """
            begin;
            alter table sensors disable trigger user;
            insert into sensors (name, measure_type_id, driver, settings, period_s) values ('from the backup', 1, 'simulated', '{"seed": 2}', 0.05);
            alter table sensors enable trigger user;
            delete from sensor_status;
            update database_epoch set epoch = gen_random_uuid();
            commit
            """);
        var restored = await _database.Owner.ScalarAsync<int>("select id from sensors where name = 'from the backup'");
        await SensorStatusReading.BecomesAsync(_database, restored, "running");
        await SensorStatusReading.BecomesAsync(_database, _sensor, "running");
        await RecordsAsync();
        (await receiver.StopAsync()).ShouldBe(0);
        await HasNoHoleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    private string SpoolDirectory => Path.Combine(_directory.Path, "spool");

    private PowerMeterProcess Start() => PowerMeterProcess.Start("Receiver", _database, _directory.Path);

    private long SpoolBytes() => Directory.EnumerateFiles(SpoolDirectory, "*.spool").Sum(file => new FileInfo(file).Length);

    private Task<DateTime> NewestAsync() => _database.Owner.ScalarAsync<DateTime>("select coalesce(max(time), 'epoch') from measures where sensor_id = $1", _sensor);

    /// <summary>The spool grows.</summary>
    private async Task SpoolsAsync()
    {
        await Eventually.BecomesTrueAsync("it spools", () => Task.FromResult(SpoolBytes() > 20_000));
    }

    /// <summary>The spool is empty, and newer samples than those of now come.</summary>
    private async Task RecordsAsync()
    {
        var now = await _database.Owner.ScalarAsync<DateTime>("select clock_timestamp()");
        await Eventually.BecomesTrueAsync("it records", async () => await NewestAsync() > now && SpoolBytes() == 0);
    }

    private async Task HasNoHoleAsync() =>
        (await _database.Owner.ScalarAsync<bool>(
            "select count(*) = round(extract(epoch from max(time) - min(time))::double precision / $2) + 1 from measures where sensor_id = $1",
            _sensor, PeriodSeconds)).ShouldBeTrue();
}
