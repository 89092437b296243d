using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Jobs;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Web.Import;

/// <summary>What breaks an import off leaves nothing of it.</summary>
public sealed class ImportFaultTests(DatabaseFixture fixture) : ImportHouse(fixture)
{
    [Fact]
    public async Task One_reject_refuses_the_load_unless_it_may_be_left_out()
    {
        var sensor = await Database.AddSensorAsync("reject");
        var source = FileOf([.. Rows(3000), "tomorrow,5"]);
        var failure = await Should.ThrowAsync<ImportException>(() => ImportAsync(sensor, source));
        failure.Message.ShouldContain("line 3002: time is 'tomorrow'");
        (await CountAsync(sensor)).ShouldBe(0);
        (await ImportAsync(sensor, source, new ImportOptions { SkipRejects = true })).Result.ShouldBe(new ImportResult(3000, 0, 1));
        (await CountAsync(sensor)).ShouldBe(3000);
    }

    [Fact]
    public async Task A_live_sample_does_not_wait_for_a_load_and_the_same_sample_only_until_its_end()
    {
        var sensor = await Database.AddSensorAsync("live");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var pausing = new PausingSource(Directory.File("rows.csv"), inLoad, goOn);
        var load = Importer.LoadAsync(target, pausing, new ImportOptions(), report, Progress, CancellationToken.None);
        await inLoad.WaitAsync();
        await using var postgres = Database.Server.Connect("postgres", Database.Name);
        await Eventually.BecomesTrueAsync("the first rows are in the server", () => postgres.ScalarAsync<bool>(
            "select exists (select from pg_stat_progress_copy where datname = current_database() and tuples_processed > 1000)"));

        await Database.Receiver.ScalarAsync<int>("select ensure_measure_partitions(now(), now())");
        await Database.Receiver.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) values ($1, now(), 1, false)", sensor);
        var same = Database.Receiver.ExecuteAsync(
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
        var sensor = await Database.AddSensorAsync("cancelled");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        using var cancel = new CancellationTokenSource();
        var load = Importer.LoadAsync(target, new PausingSource(Directory.File("rows.csv"), inLoad, goOn), new ImportOptions(), report, new ImportProgress(), cancel.Token);
        await inLoad.WaitAsync();
        (await Should.ThrowAsync<ImportException>(() => ImportAsync(sensor, FileOf(Rows(10), "ten.csv")))).Message.ShouldContain("Another import for the sensor 'cancelled'");
        await cancel.CancelAsync();
        goOn.Release();
        await Should.ThrowAsync<OperationCanceledException>(() => load);
        (await CountAsync(sensor)).ShouldBe(0);
        (await Database.Web.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", sensor)).ShouldBe(0);
        (await ImportAsync(sensor, FileOf(Rows(10), "ten.csv"))).Result.Added.ShouldBe(10);
    }

    [Fact]
    public async Task A_database_that_goes_away_in_the_middle_has_nothing_of_it()
    {
        var sensor = await Database.AddSensorAsync("away");
        var (target, report) = await CheckAsync(sensor, FileOf(Rows(50_000)));
        using var inLoad = new SemaphoreSlim(0);
        using var goOn = new SemaphoreSlim(0);
        var load = Importer.LoadAsync(target, new PausingSource(Directory.File("rows.csv"), inLoad, goOn), new ImportOptions(), report, Progress, CancellationToken.None);
        await inLoad.WaitAsync();
        await using (var postgres = Database.Server.Connect("postgres", Database.Name))
            await postgres.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy measures%'");
        goOn.Release();
        var failure = await Should.ThrowAsync<Exception>(() => load);
        (failure is ImportException or NpgsqlException).ShouldBeTrue(failure.ToString());
        (await CountAsync(sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task A_database_without_room_has_nothing_of_it_and_says_so()
    {
        var sensor = await Database.AddSensorAsync("no room");
        await Database.Owner.ExecuteAsync("""
            create function run_out_of_room() returns trigger language plpgsql as $$
            begin raise exception 'could not extend file' using errcode = 'disk_full'; end $$
            """);
        await Database.Owner.ExecuteAsync("create trigger run_out_of_room before insert on measures for each row when (new.watts = 4242) execute function run_out_of_room()");
        try
        {
            var failure = await Should.ThrowAsync<ImportException>(() => ImportAsync(sensor, FileOf([.. Rows(20_000), $"{Start + 20_000 * 8},4242"])));
            failure.Message.ShouldBe("The disk of the database is full: free some space and try again. Nothing was written.");
            failure.Sentence.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldStartWith("Le disque de la base de données est plein");
        }
        finally
        {
            await Database.Owner.ExecuteAsync("drop trigger run_out_of_room on measures");
        }

        (await CountAsync(sensor)).ShouldBe(0);
        (await Database.Web.ScalarAsync<long>("select count(*) from pending_energy where sensor_id = $1", sensor)).ShouldBe(0);
    }

    [Fact]
    public async Task A_second_job_for_a_sensor_is_refused_until_the_first_one_has_ended()
    {
        var sensor = await Database.AddSensorAsync("busy");
        await using var jobs = new ImportJobs(Importer, new ReadOnlyMode(WebOptions.Read(new ConfigurationBuilder().Build())));
        Task<ImportJob?> StartAsync() => jobs.StartAsync(sensor, "rows.csv", FileWith("time,watts\n1772366400,1\n"), new ImportOptions(), CancellationToken.None);
        ImportJob first;
        await using (var connection = await Database.Owner.OpenConnectionAsync())
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

    [Fact]
    public async Task A_job_that_breaks_off_says_so_with_the_exact_words_behind_it()
    {
        var sensor = await Database.AddSensorAsync("broken off");
        await using var jobs = new ImportJobs(Importer, new ReadOnlyMode(WebOptions.Read(new ConfigurationBuilder().Build())));
        var file = FileWith("time,watts\n1772366400,1\n");
        await file.DisposeAsync();
        var job = (await jobs.StartAsync(sensor, "rows.csv", file, new ImportOptions(), CancellationToken.None))!;
        await Eventually.BecomesTrueAsync("it has failed", () => Task.FromResult(job.State == ImportState.Failed));
        job.Reason!.ToString().ShouldStartWith("The import broke off: Cannot access a closed file");
        job.Reason.In(CultureInfo.GetCultureInfo("fr-FR")).ShouldStartWith("L’importation s’est interrompue\u00a0: Cannot access a closed file");
    }

    [Fact]
    public async Task A_load_that_waits_for_a_lock_can_be_given_up()
    {
        var sensor = await Database.AddSensorAsync("locked");
        var source = FileOf(Rows(10));
        var (target, report) = await CheckAsync(sensor, source);
        await Database.Owner.ExecuteAsync($"select ensure_measure_partitions(to_timestamp({Start}), to_timestamp({Start}))");
        await using var connection = await Database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var same = new NpgsqlCommand("insert into measures (sensor_id, time, watts, night_rate) values ($1, to_timestamp($2), 1, false)", connection))
        {
            same.Parameters.AddWithValue(sensor);
            same.Parameters.AddWithValue((double)Start);
            await same.ExecuteNonQueryAsync();
        }

        using var cancel = new CancellationTokenSource();
        var load = Importer.LoadAsync(target, source, new ImportOptions(), report, Progress, cancel.Token);
        await Eventually.BecomesTrueAsync("the load waits", async () => await Database.Owner.ScalarAsync<long>(
            "select count(*) from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted") > 0);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(load);
        await transaction.RollbackAsync();
        (await CountAsync(sensor)).ShouldBe(0);
    }

    private UnnamedFile FileWith(string text)
    {
        var file = UnnamedFile.CreateIn(Directory.Path);
        file.Stream.Write(Encoding.UTF8.GetBytes(text));
        return file;
    }
}
