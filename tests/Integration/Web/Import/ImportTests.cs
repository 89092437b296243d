using System.Globalization;
using System.IO.Compression;
using System.Text;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Sources;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Web.Import;

/// <summary>Imports into a real database.</summary>
public sealed class ImportTests(DatabaseFixture fixture) : ImportHouse(fixture)
{
    [Fact]
    public async Task A_dry_run_writes_nothing_and_a_load_adds_the_energy_that_it_said()
    {
        var sensor = await Database.AddSensorAsync("plain");
        var source = FileOf(Rows(20_000));
        var (_, report) = await CheckAsync(sensor, source);
        (await CountAsync(sensor)).ShouldBe(0);
        (report.Rows, report.Samples, report.New, report.Gaps, report.Ordered, report.Format).ShouldBe((20_000, 20_000, 20_000, 0, true, ImportFormat.Own));
        (await ImportAsync(sensor, source)).Result.ShouldBe(new ImportResult(20_000, 0, 0));
        (Progress.Phase, Progress.Share, Progress.Rows).ShouldBe((ImportPhase.Loading, 1.0, 20_000));
        (await CountAsync(sensor)).ShouldBe(20_000);
        var energy = await EnergyAsync(sensor);
        energy.ShouldBe(report.AddedWattHours, 1e-6);
        var few = Enumerable.Range(0, 400).Select(i => new TaggedSample(Start + i * 8, 100 + i % 50, false)).ToList();
        var reference = ReferenceIntegral.Of(few, [Start, Start + 3000], 60)[0];
        (await Database.Web.ScalarAsync<double>(
            "select sum(day_wh + night_wh) from energy_minutes where sensor_id = $1 and start < to_timestamp($2)", sensor, (double)(Start + 3000))).ShouldBe(reference.Day + reference.Night, 1e-6);
    }

    [Fact]
    public async Task Rows_in_any_order_come_in_sorted()
    {
        var sensor = await Database.AddSensorAsync("shuffled");
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
    public async Task Again_it_changes_nothing_and_other_values_stay_unless_they_are_replaced()
    {
        var sensor = await Database.AddSensorAsync("again");
        await ImportAsync(sensor, FileOf(Rows(1000)));
        var before = await EnergyAsync(sensor);
        var source = FileOf([.. Rows(999), $"{Start + 999 * 8},5000", $"{Start + 1000 * 8},7"], "other.csv");
        var (_, report) = await CheckAsync(sensor, source);
        (report.StoredSame, report.StoredDifferent, report.New).ShouldBe((999, 1, 1));
        (await ImportAsync(sensor, source)).Result.ShouldBe(new ImportResult(1, 0, 0));
        (await EnergyAsync(sensor)).ShouldBe(before + report.AddedWattHours, 1e-6);
        var (replacing, result) = await ImportAsync(sensor, source, new ImportOptions { Replace = true });
        result.ShouldBe(new ImportResult(0, 1, 0));
        (await Database.Web.ScalarAsync<double>("select watts from measures where sensor_id = $1 and time = to_timestamp($2)", sensor, Start + 999 * 8.0)).ShouldBe(5000);
        (await EnergyAsync(sensor)).ShouldBe(before + report.AddedWattHours + replacing.AddedWattHours, 1e-6);
    }

    [Fact]
    public async Task Energy_between_what_is_there_and_what_comes_is_counted()
    {
        var sensor = await Database.AddSensorAsync("between");
        await Database.InsertMeasuresAsync(sensor, [new(Start - 8, 100, false), new(Start + 800, 100, false)]);
        var before = await EnergyAsync(sensor);
        before.ShouldBe(0);
        var (report, _) = await ImportAsync(sensor, FileOf(Rows(100)));
        (await EnergyAsync(sensor)).ShouldBe(report.AddedWattHours, 1e-6);
        report.AddedWattHours.ShouldBeGreaterThan(808 * 100 / 3600.0);
    }

    [Fact]
    public async Task A_pushed_sensor_was_seen_when_its_newest_sample_was_taken_and_another_is_its_receivers()
    {
        var (pushed, driven) = (await Database.AddSensorAsync("pushed", driver: "push"), await Database.AddSensorAsync("driven", driver: "acs712"));
        Task<string?> SeenAsync(int sensor) => Database.Web.ScalarAsync<string?>(
            "select max(extract(epoch from last_seen)::bigint || ' ' || last_watts || ' ' || samples || ' ' || coalesce(volts::text, '-')) from sensors_now where id = $1", sensor);
        await ImportAsync(pushed, FileOf(["time,watts,volts", $"{Start},100,230", $"{Start + 8},250,231"]));
        (await SeenAsync(pushed)).ShouldBe($"{Start + 8} 250 2 231");
        await ImportAsync(pushed, FileOf(Rows(3, Start - 800), "older.csv"));
        (await SeenAsync(pushed)).ShouldBe($"{Start + 8} 250 2 231");
        await ImportAsync(pushed, FileOf(Rows(3, Start + 800), "newer.csv"));
        (await SeenAsync(pushed)).ShouldBe($"{Start + 816} 102 5 -");
        await ImportAsync(driven, FileOf(Rows(3), "driven.csv"));
        (await Database.Web.ScalarAsync<long>("select count(*) from sensor_status where sensor_id = $1", driven)).ShouldBe(0);
    }

    [Fact]
    public async Task Gaps_are_told_and_carry_nothing()
    {
        var sensor = await Database.AddSensorAsync("gaps");
        var (_, report) = await CheckAsync(sensor, FileOf([.. Rows(10), .. Rows(10, Start + 1000).Skip(1), .. Rows(10, Start + 5000).Skip(1)]));
        (report.Gaps, report.LongestGap, report.TotalGap).ShouldBe((2, (4000 - 72) * 1_000_000L, (1000 - 72 + 4000 - 72) * 1_000_000L));
        report.AddedWattHours.ShouldBeLessThan(3 * 72 * 110 / 3600.0);
    }

    [Fact]
    public async Task A_packed_file_is_unpacked_and_a_damaged_one_refused()
    {
        var sensor = await Database.AddSensorAsync("packed");
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', Rows(5000))));
        var (file, cut) = (Directory.File("rows.csv.gz"), Directory.File("cut.csv.gz"));
        await File.WriteAllBytesAsync(file, packed.ToArray());
        var bytes = packed.ToArray();
        bytes[bytes.Length / 2] ^= 0xFF;
        bytes[bytes.Length / 2 + 1] ^= 0xFF;
        await File.WriteAllBytesAsync(cut, bytes);
        (await ImportAsync(sensor, new FileSource(() => File.OpenRead(file)))).Result.Added.ShouldBe(5000);
        var other = await Database.AddSensorAsync("damaged");
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
        await Database.Owner.ExecuteAsync("delete from contracts");
        await Database.AddContractAsync(new DateOnly(2020, 1, 1), 0.2m, 0.1m, "11:00-12:00");
        var (ours, theirs) = (await Database.AddSensorAsync("ours"), await Database.AddSensorAsync("theirs"));
        string[] rates = ["timestamp,value,night_rate", $"{Start - 7200},100,0", $"{Start},100,1"]; // 11:00 and 13:00 in Paris
        await ImportAsync(ours, FileOf(rates));
        await ImportAsync(theirs, FileOf(rates, "theirs.csv"), new ImportOptions { KeepTariff = true });
        Task<bool[]> RatesAsync(int sensor) => Database.Web.ScalarAsync<bool[]>("select array_agg(night_rate order by time) from measures where sensor_id = $1", sensor);
        (await RatesAsync(ours)).ShouldBe([true, false]);
        (await RatesAsync(theirs)).ShouldBe([false, true]);
    }

    [Fact]
    public async Task Contracts_that_change_while_a_load_runs_hold_for_its_samples_too()
    {
        var sensor = await Database.AddSensorAsync("changing");
        await Database.Owner.ExecuteAsync("delete from contracts");
        await Database.AddContractAsync(new DateOnly(2019, 1, 1), 0.2m, 0.1m, "11:00-12:00");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var load = Importer.LoadAsync(target, new PausingSource(Directory.File("rows.csv"), inLoad, goOn), new ImportOptions(), report, Progress, CancellationToken.None);
        await inLoad.WaitAsync();
        await Database.Owner.ExecuteAsync("update contracts set off_peak = '15:00-16:00'");
        goOn.Release();
        (await load).Added.ShouldBe(50_000);
        (await Database.Web.ScalarAsync<string[]>(
            "select array_agg(distinct to_char(time at time zone 'Europe/Paris', 'HH24')) from measures where sensor_id = $1 and night_rate", sensor)).ShouldBe(["15"]);
    }

    [Fact]
    public async Task A_counter_makes_the_energy_that_it_counted()
    {
        var sensor = await Database.AddSensorAsync("counter");
        var readings = Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Start + i * 1800L},{100 + i * 0.25:R}"));
        var (report, _) = await ImportAsync(sensor, FileOf(readings), new ImportOptions { Value = ImportValue.Kwh });
        (report.Kind, report.Rows).ShouldBe((SeriesKind.Counter, 200));
        report.AddedWattHours.ShouldBe(199 * 250, 1e-3);
        (await EnergyAsync(sensor)).ShouldBe(199 * 250, 1e-3);
        (await Database.Web.ScalarAsync<double>("select min(day_wh + night_wh) from energy_hours where sensor_id = $1 and covered_s > 3599.9", sensor)).ShouldBe(500, 1e-3);
    }
}
