using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Jobs;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web.Import;

/// <summary>Imports into a real database, with the rights of the Web process.</summary>
public sealed class ImportTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private const long Start = 1_772_366_400;

    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();
    private readonly ImportProgress _progress = new();

    private Importer Importer => new(_database.Web, new SiteReader(_database.Web), TimeProvider.System);

    public void Dispose() => _directory.Dispose();

    private FileSource FileOf(IEnumerable<string> lines, string name = "rows.csv")
    {
        File.WriteAllLines(_directory.File(name), lines);
        return new FileSource(() => File.OpenRead(_directory.File(name)));
    }

    private static IEnumerable<string> Rows(int count, long start = Start, int period = 8) => Enumerable.Range(0, count)
        .Select(i => string.Create(CultureInfo.InvariantCulture, $"{start + i * period},{100 + i % 50}")).Prepend("time,watts");

    private async Task<(ImportTarget Target, ImportReport Report)> CheckAsync(int sensor, FileSource source, ImportOptions? options = null)
    {
        var target = await Importer.FindAsync(sensor.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
        return (target, await Importer.CheckAsync(target, source, options ?? new ImportOptions(), _progress, CancellationToken.None));
    }

    private async Task<(ImportReport Report, ImportResult Result)> ImportAsync(int sensor, FileSource source, ImportOptions? options = null)
    {
        options ??= new ImportOptions();
        var (target, report) = await CheckAsync(sensor, source, options);
        return (report, await Importer.LoadAsync(target, source, options, report, _progress, CancellationToken.None));
    }

    private Task<long> CountAsync(int sensor) => _database.Web.ScalarAsync<long>("select count(*) from measures where sensor_id = $1", sensor);

    private async Task<double> EnergyAsync(int sensor)
    {
        var rollup = new EnergyRollup(_database.Processor);
        while (await rollup.ClaimAsync(CancellationToken.None) is not null)
        {
        }

        return await _database.Web.ScalarAsync<double>("select coalesce(sum(day_wh + night_wh), 0) from energy_hours where sensor_id = $1", sensor);
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_a_load_adds_the_energy_that_it_said()
    {
        var sensor = await _database.AddSensorAsync("plain");
        var source = FileOf(Rows(20_000));
        var (_, report) = await CheckAsync(sensor, source);
        (await CountAsync(sensor)).ShouldBe(0);
        (report.Rows, report.Samples, report.New, report.Gaps, report.Ordered, report.Format).ShouldBe((20_000, 20_000, 20_000, 0, true, ImportFormat.Own));
        (await ImportAsync(sensor, source)).Result.ShouldBe(new ImportResult(20_000, 0, 0));
        (_progress.Phase, _progress.Share, _progress.Rows).ShouldBe((ImportPhase.Loading, 1.0, 20_000));
        (await CountAsync(sensor)).ShouldBe(20_000);
        var energy = await EnergyAsync(sensor);
        energy.ShouldBe(report.AddedWattHours, 1e-6);
        var few = Enumerable.Range(0, 400).Select(i => new TaggedSample(Start + i * 8, 100 + i % 50, false)).ToList();
        var reference = ReferenceIntegral.Of(few, [Start, Start + 3000], 60)[0];
        (await _database.Web.ScalarAsync<double>(
            "select sum(day_wh + night_wh) from energy_minutes where sensor_id = $1 and start < to_timestamp($2)", sensor, (double)(Start + 3000))).ShouldBe(reference.Day + reference.Night, 1e-6);
    }

    [Fact]
    public async Task Rows_in_any_order_come_in_sorted()
    {
        var sensor = await _database.AddSensorAsync("shuffled");
        var rows = Rows(5000).Skip(1).ToArray();
        new Random(3).Shuffle(rows);
        var source = FileOf([.. rows.Prepend("time,watts"), rows[0], $"{Start},9999"]);
        var (_, report) = await CheckAsync(sensor, source);
        (report.Ordered, report.Samples, report.Duplicates, report.Rejected).ShouldBe((false, 5000, 1, 1));
        report.FirstRejects[0].Line.ShouldBe(5003);
        await Should.ThrowAsync<ImportException>(() => ImportAsync(sensor, source));
        (await CountAsync(sensor)).ShouldBe(0);
        (await ImportAsync(sensor, source, new ImportOptions { SkipRejects = true })).Result.ShouldBe(new ImportResult(5000, 0, 1));
        (await EnergyAsync(sensor)).ShouldBe(report.AddedWattHours, 1e-6);
    }

    [Fact]
    public async Task One_reject_refuses_the_load_unless_it_may_be_left_out()
    {
        var sensor = await _database.AddSensorAsync("reject");
        var source = FileOf([.. Rows(3000), "tomorrow,5"]);
        var failure = await Should.ThrowAsync<ImportException>(() => ImportAsync(sensor, source));
        failure.Message.ShouldContain("line 3002: time is 'tomorrow'");
        (await CountAsync(sensor)).ShouldBe(0);
        (await ImportAsync(sensor, source, new ImportOptions { SkipRejects = true })).Result.ShouldBe(new ImportResult(3000, 0, 1));
        (await CountAsync(sensor)).ShouldBe(3000);
    }

    [Fact]
    public async Task Again_it_changes_nothing_and_other_values_stay_unless_they_are_replaced()
    {
        var sensor = await _database.AddSensorAsync("again");
        await ImportAsync(sensor, FileOf(Rows(1000)));
        var before = await EnergyAsync(sensor);
        var source = FileOf([.. Rows(999), $"{Start + 999 * 8},5000", $"{Start + 1000 * 8},7"], "other.csv");
        var (_, report) = await CheckAsync(sensor, source);
        (report.StoredSame, report.StoredDifferent, report.New).ShouldBe((999, 1, 1));
        (await ImportAsync(sensor, source)).Result.ShouldBe(new ImportResult(1, 0, 0));
        (await EnergyAsync(sensor)).ShouldBe(before + report.AddedWattHours, 1e-6);
        var (replacing, result) = await ImportAsync(sensor, source, new ImportOptions { Replace = true });
        result.ShouldBe(new ImportResult(0, 1, 0));
        (await _database.Web.ScalarAsync<double>("select watts from measures where sensor_id = $1 and time = to_timestamp($2)", sensor, Start + 999 * 8.0)).ShouldBe(5000);
        (await EnergyAsync(sensor)).ShouldBe(before + report.AddedWattHours + replacing.AddedWattHours, 1e-6);
    }

    [Fact]
    public async Task Energy_between_what_is_there_and_what_comes_is_counted()
    {
        var sensor = await _database.AddSensorAsync("between");
        await _database.InsertMeasuresAsync(sensor, [new(Start - 8, 100, false), new(Start + 800, 100, false)]);
        var before = await EnergyAsync(sensor);
        before.ShouldBe(0);
        var (report, _) = await ImportAsync(sensor, FileOf(Rows(100)));
        (await EnergyAsync(sensor)).ShouldBe(report.AddedWattHours, 1e-6);
        report.AddedWattHours.ShouldBeGreaterThan(808 * 100 / 3600.0);
    }

    [Fact]
    public async Task A_pushed_sensor_was_seen_when_its_newest_sample_was_taken_and_another_is_its_receivers()
    {
        var (pushed, driven) = (await _database.AddSensorAsync("pushed", driver: "push"), await _database.AddSensorAsync("driven", driver: "acs712"));
        Task<string?> SeenAsync(int sensor) => _database.Web.ScalarAsync<string?>(
            "select max(extract(epoch from last_seen)::bigint || ' ' || last_watts || ' ' || samples || ' ' || coalesce(volts::text, '-')) from sensors_now where id = $1", sensor);
        await ImportAsync(pushed, FileOf(["time,watts,volts", $"{Start},100,230", $"{Start + 8},250,231"]));
        (await SeenAsync(pushed)).ShouldBe($"{Start + 8} 250 2 231");
        await ImportAsync(pushed, FileOf(Rows(3, Start - 800), "older.csv"));
        (await SeenAsync(pushed)).ShouldBe($"{Start + 8} 250 2 231");
        await ImportAsync(pushed, FileOf(Rows(3, Start + 800), "newer.csv"));
        (await SeenAsync(pushed)).ShouldBe($"{Start + 816} 102 5 -");
        await ImportAsync(driven, FileOf(Rows(3), "driven.csv"));
        (await _database.Web.ScalarAsync<long>("select count(*) from sensor_status where sensor_id = $1", driven)).ShouldBe(0);
    }

    [Fact]
    public async Task Gaps_are_told_and_carry_nothing()
    {
        var sensor = await _database.AddSensorAsync("gaps");
        var (_, report) = await CheckAsync(sensor, FileOf([.. Rows(10), .. Rows(10, Start + 1000).Skip(1), .. Rows(10, Start + 5000).Skip(1)]));
        (report.Gaps, report.LongestGap, report.TotalGap).ShouldBe((2, (4000 - 72) * 1_000_000L, (1000 - 72 + 4000 - 72) * 1_000_000L));
        report.AddedWattHours.ShouldBeLessThan(3 * 72 * 110 / 3600.0);
    }

    [Fact]
    public async Task A_packed_file_is_unpacked_and_a_damaged_one_refused()
    {
        var sensor = await _database.AddSensorAsync("packed");
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', Rows(5000))));
        var (file, cut) = (_directory.File("rows.csv.gz"), _directory.File("cut.csv.gz"));
        await File.WriteAllBytesAsync(file, packed.ToArray());
        var bytes = packed.ToArray();
        bytes[bytes.Length / 2] ^= 0xFF;
        bytes[bytes.Length / 2 + 1] ^= 0xFF;
        await File.WriteAllBytesAsync(cut, bytes);
        (await ImportAsync(sensor, new FileSource(() => File.OpenRead(file)))).Result.Added.ShouldBe(5000);
        var other = await _database.AddSensorAsync("damaged");
        try
        {
            // Flipped bits may still unpack to wrong text: then rows are refused.
            await ImportAsync(other, new FileSource(() => File.OpenRead(cut)));
        }
        catch (ImportException)
        {
            (await CountAsync(other)).ShouldBe(0);
            return;
        }

        throw new ShouldAssertException("A damaged file was loaded.");
    }

    [Fact]
    public async Task Tariffs_are_by_our_contracts_unless_the_sources_are_to_be_kept()
    {
        await _database.Owner.ExecuteAsync("delete from contracts");
        await _database.AddContractAsync(new DateOnly(2020, 1, 1), 0.2m, 0.1m, "11:00-12:00");
        var (ours, theirs) = (await _database.AddSensorAsync("ours"), await _database.AddSensorAsync("theirs"));
        string[] rates = ["timestamp,value,night_rate", $"{Start - 7200},100,0", $"{Start},100,1"]; // 11:00 and 13:00 in Paris
        await ImportAsync(ours, FileOf(rates));
        await ImportAsync(theirs, FileOf(rates, "theirs.csv"), new ImportOptions { KeepTariff = true });
        Task<bool[]> RatesAsync(int sensor) => _database.Web.ScalarAsync<bool[]>("select array_agg(night_rate order by time) from measures where sensor_id = $1", sensor);
        (await RatesAsync(ours)).ShouldBe([true, false]);
        (await RatesAsync(theirs)).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Contracts_that_change_while_a_load_runs_hold_for_its_samples_too()
    {
        var sensor = await _database.AddSensorAsync("changing");
        await _database.Owner.ExecuteAsync("delete from contracts");
        await _database.AddContractAsync(new DateOnly(2019, 1, 1), 0.2m, 0.1m, "11:00-12:00");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var load = Importer.LoadAsync(target, new PausingSource(_directory.File("rows.csv"), inLoad, goOn), new ImportOptions(), report, _progress, CancellationToken.None);
        await inLoad.WaitAsync();
        await _database.Owner.ExecuteAsync("update contracts set off_peak = '15:00-16:00'");
        goOn.Release();
        (await load).Added.ShouldBe(50_000);
        (await _database.Web.ScalarAsync<string[]>(
            "select array_agg(distinct to_char(time at time zone 'Europe/Paris', 'HH24')) from measures where sensor_id = $1 and night_rate", sensor)).ShouldBe(["15"]);
    }

    [Fact]
    public async Task A_live_sample_does_not_wait_for_a_load_and_the_same_sample_only_until_its_end()
    {
        var sensor = await _database.AddSensorAsync("live");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var pausing = new PausingSource(_directory.File("rows.csv"), inLoad, goOn);
        var load = Importer.LoadAsync(target, pausing, new ImportOptions(), report, _progress, CancellationToken.None);
        await inLoad.WaitAsync();
        await using var postgres = _database.Server.Connect("postgres", _database.Name);
        await Eventually.BecomesTrueAsync("the first rows are in the server", () => postgres.ScalarAsync<bool>(
            "select exists (select from pg_stat_progress_copy where datname = current_database() and tuples_processed > 1000)"));

        await _database.Receiver.ScalarAsync<int>("select ensure_measure_partitions(now(), now())");
        await _database.Receiver.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 1, false)", sensor);
        var same = _database.Receiver.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) values ($1, to_timestamp($2), 4242, false) on conflict do nothing", sensor, (double)Start);
        await Eventually.BecomesTrueAsync("it waits", () => postgres.ScalarAsync<bool>("select exists (select from pg_stat_activity where wait_event_type = 'Lock' and query like '%on conflict do nothing')"));
        goOn.Release();
        (await load).Added.ShouldBe(50_000);
        (await same).ShouldBe(0);
        (await CountAsync(sensor)).ShouldBe(50_001);
    }

    [Fact]
    public async Task A_cancelled_load_leaves_nothing_and_a_second_one_at_the_same_time_is_refused()
    {
        var sensor = await _database.AddSensorAsync("cancelled");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        using var cancel = new CancellationTokenSource();
        var load = Importer.LoadAsync(target, new PausingSource(_directory.File("rows.csv"), inLoad, goOn), new ImportOptions(), report, new ImportProgress(), cancel.Token);
        await inLoad.WaitAsync();
        (await Should.ThrowAsync<ImportException>(() => ImportAsync(sensor, FileOf(Rows(10), "ten.csv")))).Message.ShouldContain("Another import for the sensor 'cancelled'");
        await cancel.CancelAsync();
        goOn.Release();
        await Should.ThrowAsync<OperationCanceledException>(() => load);
        (await CountAsync(sensor)).ShouldBe(0);
        (await _database.Web.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", sensor)).ShouldBe(0);
        (await ImportAsync(sensor, FileOf(Rows(10), "ten.csv"))).Result.Added.ShouldBe(10);
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_has_nothing_of_it()
    {
        var sensor = await _database.AddSensorAsync("away");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var load = Importer.LoadAsync(target, new PausingSource(_directory.File("rows.csv"), inLoad, goOn), new ImportOptions(), report, _progress, CancellationToken.None);
        await inLoad.WaitAsync();
        await using (var postgres = _database.Server.Connect("postgres", _database.Name))
            await postgres.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy measures%'");
        goOn.Release();
        var failure = await Should.ThrowAsync<Exception>(() => load);
        (failure is ImportException or NpgsqlException).ShouldBeTrue(failure.ToString());
        (await CountAsync(sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task A_database_without_room_has_nothing_of_it_and_says_so()
    {
        var sensor = await _database.AddSensorAsync("no room");
        await _database.Owner.ExecuteAsync("""
            create function run_out_of_room() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$
            """);
        await _database.Owner.ExecuteAsync("create trigger run_out_of_room before insert on measures for each row when (new.watts = 4242) execute function run_out_of_room()");
        try
        {
            var failure = await Should.ThrowAsync<ImportException>(() => ImportAsync(sensor, FileOf([.. Rows(20_000), $"{Start + 20_000 * 8},4242"])));
            failure.Message.ShouldBe("The disk of the database is full: free some space and try again. Nothing was written.");
            failure.Reason!.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldStartWith("Le disque de la base de données est plein");
        }
        finally
        {
            await _database.Owner.ExecuteAsync("drop trigger run_out_of_room on measures");
        }

        (await CountAsync(sensor)).ShouldBe(0);
        (await _database.Web.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task A_second_job_for_a_sensor_is_refused_until_the_first_one_has_ended()
    {
        var sensor = await _database.AddSensorAsync("busy");
        await using var jobs = new ImportJobs(Importer, new ReadOnlyMode(WebOptions.Read(new ConfigurationBuilder().Build())));
        Task<ImportJob?> StartAsync() => jobs.StartAsync(sensor, "rows.csv", FileWith("time,watts\n1772366400,1\n"), new ImportOptions(), CancellationToken.None);
        ImportJob first;
        await using (var connection = await _database.Owner.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = connection.CreateCommand();
            hold.CommandText = "lock table measures in access exclusive mode";
            await hold.ExecuteNonQueryAsync();
            first = (await StartAsync())!;
            (await StartAsync()).ShouldBeNull();
            jobs.Of(sensor).ShouldBeSameAs(first);
        }

        await Eventually.BecomesTrueAsync("the first one is checked", () => Task.FromResult(first.State == ImportState.Checked));
        (await StartAsync()).ShouldNotBeNull().ShouldNotBeSameAs(first);
    }

    private UnnamedFile FileWith(string text)
    {
        var file = UnnamedFile.CreateIn(_directory.Path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        return file;
    }

    [Fact]
    public async Task A_counter_makes_the_energy_that_it_counted()
    {
        var sensor = await _database.AddSensorAsync("counter");
        var readings = Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Start + i * 1800L},{100 + i * 0.25:R}"));
        var (report, _) = await ImportAsync(sensor, FileOf(readings), new ImportOptions { Value = ImportValue.Kwh });
        (report.Kind, report.Rows).ShouldBe((SeriesKind.Counter, 200));
        report.AddedWattHours.ShouldBe(199 * 250, 1e-3);
        (await EnergyAsync(sensor)).ShouldBe(199 * 250, 1e-3);
        (await _database.Web.ScalarAsync<double>("select min(day_wh + night_wh) from energy_hours where sensor_id = $1 and covered_s > 3599.9", sensor)).ShouldBe(500, 1e-3);
    }

    /// <summary>Stops in the middle, and goes on when it is told to.</summary>
    private sealed class PausingSource(string path, SemaphoreSlim reached, SemaphoreSlim goOn) : IImportSource
    {
        public Task<ImportInput> OpenAsync(CancellationToken cancel) =>
            Task.FromResult(new ImportInput(new PausingStream(File.OpenRead(path), reached, goOn), _ => double.NaN));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
