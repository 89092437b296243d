using System.Globalization;
using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Import;

/// <summary>The import command as a process: what it says, its exit code, and a kill in its middle.</summary>
public sealed class ImportCommandTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const long Start = 1_772_366_400;

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private PowerMeterProcess StartImport(params string[] arguments) =>
        PowerMeterProcess.Start("Web", _database, _directory.Path, null, ["--import", .. arguments]);

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var process = StartImport(arguments);
        return (await process.WaitForExitAsync(), process.Output);
    }

    private string FileOf(string name, int rows)
    {
        var path = _directory.File(name);
        File.WriteAllLines(path, Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Start + i * 4},{100 + i % 50}")).Prepend("time,watts"));
        return path;
    }

    private Task<long> CountAsync(int sensor) => _database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor);

    [Fact]
    public async Task It_reports_loads_and_waits_for_the_energy()
    {
        var sensor = await _database.AddSensorAsync("command");
        var file = FileOf("rows.csv", 1000);
        var (code, report) = await RunAsync(file, "--sensor", "command", "--dry-run");
        code.ShouldBe(0, report);
        report.ShouldContain("Format    own, power in watts");
        report.ShouldContain("Span      2026-03-01T12:00:00Z to 2026-03-01T13:06:36Z");
        report.ShouldContain("Rejected  none");
        (await CountAsync(sensor)).ShouldBe(0);

        var (loaded, without) = await RunAsync(file, "--sensor", "command");
        loaded.ShouldBe(0, without);
        without.ShouldContain("Loaded    1,000 samples are new.");
        without.ShouldContain("no Processor runs");

        await using var processor = PowerMeterProcess.Start("Processor", _database, _directory.Path);
        await Eventually.BecomesTrueAsync("the Processor lives", () => _database.Web.ScalarAsync<bool>("select exists (select from process_heartbeats where process = 'processor')"));
        var (again, with) = await RunAsync(FileOf("more.csv", 3000), "--sensor", $"{sensor}");
        again.ShouldBe(0, with);
        with.ShouldContain("Stored    1,000 samples are there already");
        with.ShouldContain("Loaded    2,000 samples are new.");
        with.ShouldContain("Energy    is computed.");
        (await _database.Web.ScalarAsync<double>("select sum(covered_s) from energy_hours where sensor_id = $1", sensor)).ShouldBe(2999 * 4, 1e-6);
    }

    /// <summary>Who may use the command may do more than the site: it is the machine's owner.</summary>
    [Fact]
    public async Task It_imports_although_the_site_is_read_only()
    {
        var sensor = await _database.AddSensorAsync("owner's");
        await using var process = PowerMeterProcess.Start(
            "Web", _database, _directory.Path, new Dictionary<string, string> { ["Web__ReadOnly"] = "true" }, ["--import", FileOf("owner.csv", 10), "--sensor", $"{sensor}"]);
        (await process.WaitForExitAsync()).ShouldBe(0, process.Output);
        (await CountAsync(sensor)).ShouldBe(10);
    }

    [Fact]
    public async Task What_cannot_be_done_ends_with_code_1_and_the_reason()
    {
        await _database.AddSensorAsync("refused");
        var file = FileOf("good.csv", 5);
        var (missing, said) = await RunAsync(file, "--sensor", "nobody");
        (missing, said.Trim()).ShouldBe((1, "There is no sensor 'nobody'; './powermeter sensor list' names those there are."));
        (await RunAsync(_directory.File("none.csv"), "--sensor", "refused")).Output.ShouldContain("There is no file");
        (await RunAsync(file, "--sensor", "refused", "--from", "excel")).Code.ShouldBe(1);
        await File.AppendAllTextAsync(file, "x,1\n");
        var (code, output) = await RunAsync(file, "--sensor", "refused");
        (code, output.Contains("line 7: time is 'x'", StringComparison.Ordinal), output.Contains("Nothing was written", StringComparison.Ordinal)).ShouldBe((1, true, true));
        (await RunAsync("postgres://me:s3cret@127.0.0.1/x", "--sensor", "refused")).Output.ShouldNotContain("s3cret");
        (await RunAsync("postgres://me:s3cret@127.0.0.1/x", "--sensor", "refused")).Code.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_or_stopped_in_the_middle_of_a_load_it_has_written_nothing(bool killed)
    {
        var name = killed ? "killed" : "stopped";
        var sensor = await _database.AddSensorAsync(name);
        // A transaction of our own holds one of its keys: the load comes to it and waits.
        await _database.Web.ScalarAsync<int>("select ensure_measure_partitions($1, $1)", DateTimeOffset.FromUnixTimeSeconds(Start).UtcDateTime);
        await using var connection = await _database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = connection.CreateCommand())
        {
            hold.CommandText = string.Create(CultureInfo.InvariantCulture, $"insert into measures (sensor_id, time, watts, night_rate) values ({sensor}, to_timestamp({Start + 4 * 15_000}), 1, false)");
            await hold.ExecuteNonQueryAsync();
        }

        await using var postgres = _database.Server.Connect("postgres", _database.Name);
        await using (var process = StartImport(FileOf($"{name}.csv", 20_000), "--sensor", name))
        {
            await Eventually.BecomesTrueAsync("the load is in its middle", () => postgres.ScalarAsync<bool>(
                "select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'copy measures%')"));
            if (killed) await process.KillAsync();
            else
            {
                (await process.StopAsync()).ShouldBe(1);
                process.Output.ShouldContain("Cancelled: nothing was written.");
            }
        }

        await transaction.RollbackAsync();
        await Eventually.BecomesTrueAsync("its server process is gone", () => postgres.ScalarAsync<bool>(
            "select not exists (select from pg_stat_activity where datname = current_database() and query like 'copy measures%' and state = 'active')"));
        (await CountAsync(sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task A_citizenwatt_database_is_read_directly()
    {
        await using var postgres = _database.Server.Connect("postgres", "postgres");
        var name = $"cw_{Guid.NewGuid():N}";
        await postgres.ExecuteAsync($"create database {name}");
        try
        {
            await using var source = _database.Server.Connect("postgres", name);
            await source.ExecuteAsync("create table sensors (id serial primary key, name varchar(255), type_id integer, last_timer integer)");
            await source.ExecuteAsync("create table measures (id serial primary key, sensor_id integer, value double precision, timestamp double precision, night_rate integer)");
            await source.ExecuteAsync("insert into sensors (name) values ('CitizenWatt'), ('Other')");
            await source.ExecuteAsync("insert into measures (sensor_id, value, timestamp, night_rate) select 1 + i % 2, 100 + i % 50, 1772366400 + i * 4 + 0.5, 0 from generate_series(0, 9999) as i order by random()");
            var sensor = await _database.AddSensorAsync("from citizenwatt");
            var password = (await File.ReadAllTextAsync(_database.Server.PasswordFile("postgres"))).Trim().Split(':')[^1];
            var address = $"postgres://postgres@127.0.0.1:{_database.Server.Port}/{name}";
            Environment.SetEnvironmentVariable("CITIZENWATT_PASSWORD", password);
            try
            {
                await using (var several = StartImport(address, "--sensor", "from citizenwatt"))
                {
                    (await several.WaitForExitAsync()).ShouldBe(1);
                    several.Output.ShouldContain("1 (CitizenWatt), 2 (Other)");
                }

                await using var import = StartImport(address, "--from", "citizenwatt", "--source-sensor", "2", "--sensor", "from citizenwatt", "--no-wait");
                (await import.WaitForExitAsync()).ShouldBe(0, import.Output);
                import.Output.ShouldContain("5,000 are new");
                import.Output.ShouldNotContain(password);
            }
            finally
            {
                Environment.SetEnvironmentVariable("CITIZENWATT_PASSWORD", null);
            }

            (await CountAsync(sensor)).ShouldBe(5000);
            (await _database.Web.ScalarAsync<double>("select extract(epoch from min(time))::double precision from measures where sensor_id = $1", sensor)).ShouldBe(1772366404.5);
        }
        finally
        {
            await postgres.ExecuteAsync($"drop database {name} with (force)");
        }
    }
}
