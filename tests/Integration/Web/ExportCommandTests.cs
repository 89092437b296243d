using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web;

/// <summary>The export command as a process: what it writes, its exit code, and what is left of one that is broken off.</summary>
public sealed class ExportCommandTests(WebSiteFixture fixture) : IClassFixture<WebSiteFixture>, IDisposable
{
    private const string March = "2026-03-01T00:00:00Z";

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private PowerMeterProcess Start(params string[] arguments) =>
        PowerMeterProcess.Start("Web", _database, fixture.Site.Directory, null, arguments);

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var process = Start(arguments);
        return (await process.WaitForExitAsync(), process.Output.Trim());
    }

    /// <summary>As a shell runs it, with pipes.</summary>
    private Task<string> ShellAsync(string script) => Shell.RunAsync(
        "/usr/bin/env", $"POWERMETER_CONFIG={Path.Combine(fixture.Site.Directory, "Web.json")}",
        $"PGPASSFILE={_database.Server.PasswordFile("powermeter_web")}", "bash", "-c", $"cd '{_directory.Path}'; web() {{ dotnet '{Repository.Program("Web")}' \"$@\"; }}; {script}");

    /// <summary>Samples with all that can be there: fractions of a second, volts, battery, both tariffs, gaps.</summary>
    private async Task<int> FillAsync(string name, int samples)
    {
        var sensor = await _database.AddSensorAsync(name);
        await _database.Web.ScalarAsync<int>("select ensure_measure_partitions($1, $1)", new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        await _database.Owner.ExecuteAsync("""
            insert into measures (sensor_id, time, watts, volts, battery, night_rate)
            select $1, timestamptz '2026-03-01T00:00:00Z' + make_interval(secs => i * 8 + (i % 3) * 0.000001 + case when i > $2 / 2 then 900 else 0 end),
                   230 + sin(i) * 200, case when i % 2 = 0 then 229 + i % 7 / 3.0 end, case when i % 5 = 0 then 87.5 end, i % 900 < 450
            from generate_series(0, $2 - 1) as i
            """, sensor, samples);
        return sensor;
    }

    private Task<double> EnergyAsync(int sensor, string column) =>
        _database.Web.ScalarAsync<double>($"select coalesce(sum({column}), 0) from energy_hours where sensor_id = $1", sensor);

    [Fact]
    public async Task What_is_exported_and_imported_again_is_the_same_samples_and_the_same_energy()
    {
        var from = await FillAsync("there", 20_000);
        var to = await _database.AddSensorAsync("and back");
        var file = _directory.File("there.csv");
        (await RunAsync("--export", "--sensor", "there", "--out", file)).ShouldBe((0, ""));
        File.Exists($"{file}.part").ShouldBeFalse();
        var (code, output) = await RunAsync("--import", file, "--sensor", "and back", "--keep-tariff", "--no-wait");
        code.ShouldBe(0, output);
        (await _database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", to)).ShouldBe(20_000);
        (await _database.Web.ScalarAsync<long>("""
            select count(*) from (
              (select time, watts, volts, battery, night_rate from measures where sensor_id = $1 except select time, watts, volts, battery, night_rate from measures where sensor_id = $2)
              union all
              (select time, watts, volts, battery, night_rate from measures where sensor_id = $2 except select time, watts, volts, battery, night_rate from measures where sensor_id = $1)
            ) as different
            """, from, to)).ShouldBe(0);
        await fixture.DrainAsync();
        foreach (var column in (string[])["day_wh", "night_wh", "covered_s"])
        {
            var energy = await EnergyAsync(from, column);
            energy.ShouldBeGreaterThan(0);
            (await EnergyAsync(to, column)).ShouldBe(energy);
        }
    }

    [Theory]
    [InlineData("raw", "samples?format=csv", "")]
    [InlineData("hour", "energy?format=csv&bucket=hour", "")]
    [InlineData("PT7M", "energy?format=csv&bucket=PT7M", "")]
    [InlineData("day", "energy?format=csv&bucket=day", " --out -")]
    public async Task It_writes_byte_for_byte_what_the_api_answers(string bucket, string call, string more)
    {
        var sensor = await FillAsync($"by {bucket}", 3000);
        await fixture.DrainAsync();
        using var client = await fixture.Site.CreateTokenClientAsync("read");
        var answer = await client.GetByteArrayAsync(new Uri($"api/v1/sensors/{sensor}/{call}&from={March}&to=1772341210.5", UriKind.Relative));
        await ShellAsync($"web --export --sensor {sensor} --bucket {bucket} --from {March} --to 1772341210.5{more} >answer.csv");
        answer.Length.ShouldBeGreaterThan(200);
        (await File.ReadAllBytesAsync(_directory.File("answer.csv"))).ShouldBe(answer);
    }

    [Fact]
    public async Task An_export_without_rows_is_a_header_and_follows_what_a_file_has_already()
    {
        var sensor = await _database.AddSensorAsync("empty");
        await ShellAsync($"{{ echo before; web --export --sensor empty; web --export --sensor {sensor} --bucket year; echo after; }} >all.csv");
        (await File.ReadAllLinesAsync(_directory.File("all.csv"))).ShouldBe([
            "before", "time,watts,volts,battery,night_rate", "start,end,day_kwh,night_kwh,kwh,cost_eur,mean_watts,min_watts,max_watts,coverage", "after"]);
    }

    [Fact]
    public async Task A_reader_that_goes_away_ends_it_quietly()
    {
        await FillAsync("long", 60_000);
        var output = await ShellAsync("web --export --sensor long | head -n 2; echo ${PIPESTATUS[0]}");
        output.ReplaceLineEndings("\n").Trim().Split('\n').ShouldBe(["time,watts,volts,battery,night_rate", "2026-03-01T00:00:00Z,230,229,87.5,1", "141"]);
    }

    [Fact]
    public async Task A_full_disk_is_said_and_leaves_no_file()
    {
        await FillAsync("full", 60_000);
        (await ShellAsync("web --export --sensor full >/dev/full; echo $?")).Trim().Split('\n').ShouldBe(["The disk is full: what was written is not whole.", "1"]);
        // A limit in kilobytes stands for a full disk. Who ignores its signal gets an error. The compiler's own memory counts, unless it is mapped once.
        var limited = await ShellAsync("trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 1024; web --export --sensor full --out full.csv; echo $?");
        limited.ShouldContain("'full.csv' was not written");
        limited.ShouldEndWith("1\n");
        Directory.GetFiles(_directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_file_that_is_there_stays_unless_it_may_be_overwritten()
    {
        await FillAsync("file", 10);
        var file = _directory.File("kept.csv");
        await File.WriteAllTextAsync(file, "mine");
        (await RunAsync("--export", "--sensor", "file", "--out", file)).ShouldBe((1, $"There is a file '{file}' already: choose another name, or overwrite it with --force."));
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");
        (await RunAsync("--export", "--sensor", "file", "--out", file, "--force")).ShouldBe((0, ""));
        (await File.ReadAllLinesAsync(file)).Length.ShouldBe(11);
        await File.WriteAllTextAsync($"{file}2.part", "of another");
        (await RunAsync("--export", "--sensor", "file", "--out", $"{file}2")).Code.ShouldBe(1);
        (await File.ReadAllTextAsync($"{file}2.part")).ShouldBe("of another");
        (await RunAsync("--export", "--sensor", "file", "--out", _directory.Path)).Output.ShouldContain("is a directory");
        (await RunAsync("--export", "--sensor", "file", "--out", _directory.File("no/where.csv"))).Output.ShouldContain("cannot be made");
    }

    [Theory]
    [InlineData("--sensor is missing", "--bucket", "day")]
    [InlineData("There is no sensor 'nobody'", "--sensor", "nobody")]
    [InlineData("--bucket is 'fortnight'; allowed: raw for the samples, minute", "--sensor", "1", "--bucket", "fortnight")]
    [InlineData("--from is 'yesterday'; allowed: RFC 3339", "--sensor", "1", "--from", "yesterday")]
    [InlineData("allowed: --from not after --to", "--sensor", "1", "--from", "2026-03-02T00:00:00Z", "--to", "2026-03-01T00:00:00Z")]
    [InlineData("--force belongs to --out FILE", "--sensor", "1", "--force")]
    [InlineData("--sensor is given twice", "--sensor", "1", "--sensor", "2")]
    [InlineData("--export does not know '--format'", "--sensor", "1", "--format", "csv")]
    public async Task What_cannot_be_done_ends_with_code_1_and_the_reason(string reason, params string[] arguments)
    {
        var (code, output) = await RunAsync(["--export", .. arguments]);
        code.ShouldBe(1);
        output.ShouldContain(reason);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_or_stopped_before_its_end_it_leaves_no_file(bool killed)
    {
        await FillAsync($"ended {killed}", 10);
        var file = _directory.File($"ended-{killed}.csv");
        await using var connection = await _database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = connection.CreateCommand())
        {
            hold.CommandText = "lock table measures in access exclusive mode";
            await hold.ExecuteNonQueryAsync();
        }

        await using var export = Start("--export", "--sensor", $"ended {killed}", "--out", file);
        await Eventually.BecomesTrueAsync("it has begun", () => Task.FromResult(File.Exists($"{file}.part")));
        if (killed) await export.KillAsync();
        else
        {
            (await export.StopAsync()).ShouldBe(1);
            export.Output.ShouldContain($"Cancelled: '{file}' was not written.");
            File.Exists($"{file}.part").ShouldBeFalse();
        }

        File.Exists(file).ShouldBeFalse();
    }
}
