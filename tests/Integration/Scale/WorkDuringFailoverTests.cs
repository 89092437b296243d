using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PowerMeter.Processor.Energy;
using PowerMeter.Processor.Tariffs;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;
using PowerMeter.Tests.Integration.Tariffs;
using PowerMeter.Tests.Integration.Web.Import;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Corrections;
using PowerMeter.Web.Import;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;
using PowerMeter.Web.Tariffs;
using Shouldly;
using Xunit;
using TaggedSample = PowerMeter.Tests.TestKit.ReferenceIntegral.TaggedSample;

namespace PowerMeter.Tests.Integration.Scale;

/// <summary>
/// The primary dies in the middle of an import, a correction and a change of the tariffs; another correction is
/// stored on both servers and nobody has been told, and another import is about to be.
/// </summary>
public sealed class WorkDuringFailoverTests : IAsyncLifetime
{
    /// <summary>2026-09-21T14:00:00Z; unix seconds.</summary>
    private const long Start = 1_789_999_200;

    /// <summary>Ten hours later, in the night by the old contracts and by the new ones: a change of the tariffs touches nothing of it.</summary>
    private const long Night = Start + 36_000;

    private const int Rows = 2000;
    private const int Few = 100;

    // Transactions that notify commit one after another: the first waits for the standby, the second for the first.
    private const string Commits = """
        select count(distinct pid) = 1 from pg_stat_activity join pg_locks using (pid)
        where usename = 'powermeter_web' and wait_event_type = $1 and lower(query) = 'commit' and locktype = 'advisory'
        """;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly SemaphoreSlim _reached = new(0);
    private readonly SemaphoreSlim _goOn = new(0);
    private readonly TemporaryDirectory _directory = new();
    private TwoMachines _machines = null!;
    private NpgsqlDataSource _web = null!;
    private NpgsqlDataSource _processor = null!;

    public async ValueTask InitializeAsync()
    {
        _machines = await TwoMachines.CreateAsync();
        (_web, _processor) = (Source("powermeter_web"), Source("powermeter_processor"));
        await new Contracts(_web).ChangeAsync("22:30-06:30");
        // A month that is made is a commit of its own, and no work of this test's.
        await _web.ExecuteAsync("select ensure_measure_partitions(to_timestamp($1), to_timestamp($2))", (double)Start, (double)(Start + Rows * 10));
    }

    [Fact]
    public async Task What_runs_is_whole_on_the_promoted_one_or_was_not_there_and_whoever_waits_hears_what_to_do()
    {
        var (imported, alsoImported) = (await AddSensorAsync("imported", 0), await AddSensorAsync("also imported", 0));
        var (scaled, alsoScaled) = (await AddSensorAsync("scaled", Few, Night), await AddSensorAsync("also scaled", Few, Night));
        var tagged = await AddSensorAsync("tagged", Few);
        await _machines.Database.AddUserAsync(WebSite.UserName, WebSite.Password);
        await using var site = await WebSite.StartAnotherAsync(_machines.Database, _machines.Settings);
        using var api = await site.CreateTokenClientAsync("admin");
        // When a token is used that is written down, once a minute; here it would wait for the standby before the call's own work.
        await _machines.Database.Owner.ExecuteAsync("update api_tokens set last_used_at = now() + interval '1 day'");

        // Three are in the middle of it.
        var importing = ImportAsync(imported, Rows, paused: true);
        await _reached.WaitAsync(Cancel);
        using var cache = await SiteCacheAsync();
        var correcting = new SampleCorrections(_web, new EnergyQuery(_web, cache), cache, new SiteReader(_web), new ReadOnlyMode(WebOptions.Read(new ConfigurationManager())), TimeProvider.System) { Committing = StopAsync }
            .ApplyAsync(Twice(scaled), Few, "resident", Cancel);
        await _reached.WaitAsync(Cancel);
        await new Contracts(_web).ChangeAsync("00:00-24:00");
        using var worker = Worker();
        await worker.StartAsync(Cancel);
        await _reached.WaitAsync(Cancel);

        // Two are stored, and the primary waits for the standby's word, which does not come.
        await using var primary = _machines.Primary.Connect("postgres", _machines.Database.Name);
        await using var standby = _machines.Standby.Connect("postgres", "postgres");
        var receiver = await standby.ScalarAsync<int>("select pid from pg_stat_wal_receiver");
        Task<ImportResult> alsoImporting;
        Task<HttpResponseMessage> alsoCorrecting;
        await SignalAsync("STOP", receiver);
        try
        {
            alsoCorrecting = api.PostAsJsonAsync(new Uri($"/api/v1/sensors/{alsoScaled}/corrections", UriKind.Relative), BodyOf(Twice(alsoScaled)), Cancel);
            await Eventually.BecomesTrueAsync("the correction is stored and waits for the standby", () => CommitsAsync(primary, alsoCorrecting, "IPC"));
            alsoImporting = ImportAsync(alsoImported, Few, paused: false);
            await Eventually.BecomesTrueAsync("the import waits for its turn", () => CommitsAsync(primary, alsoImporting, "Lock"));
            var written = await primary.ScalarAsync<string>("select pg_current_wal_flush_lsn()::text");
            await Eventually.BecomesTrueAsync("all of it is on its way", () => primary.ScalarAsync<bool>("select sent_lsn >= $1::pg_lsn from pg_stat_replication", written));
            await _machines.Primary.KillAsync();
            await SignalAsync("CONT", receiver);
            await Eventually.BecomesTrueAsync("it has come", () => standby.ScalarAsync<bool>("select pg_last_wal_receive_lsn() >= $1::pg_lsn", written));
        }
        finally
        {
            await SignalAsync("CONT", receiver);
        }

        await _machines.Standby.PromoteAsync();
        _goOn.Release(3);

        // Not there at all, and said so.
        (await importing.ShouldThrowAsync<ImportException>()).Message.ShouldMatch("^The database went away: .+ Nothing was written: try again when it is back\\.$");
        // The order to store it went to a server that was gone: nobody can know whether it was heard.
        await correcting.ShouldThrowAsync<UnknownOutcomeException>();
        // As a whole or not at all, and whoever waited hears that he must look.
        (await alsoImporting.ShouldThrowAsync<ImportException>()).Message.ShouldContain("All of it is there, or nothing. Import the same file again");
        using (var answer = await alsoCorrecting)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("all of it was done, or nothing. Look whether it was before you send it again");
        }

        var owner = _machines.Standby.Open(_machines.Database.Name).Owner;
        await Eventually.BecomesTrueAsync("the Processor has finished the change by itself", () => owner.ScalarAsync<bool>(
            "select (select count(*) from tariff_changes where finished_at is null) = 0 and version > 1 from tariff_version"));
        (await owner.ScalarAsync<string?>("select error from tariff_changes order by id desc limit 1")).ShouldBeNull();
        (await WattsAsync(owner, scaled)).ShouldBe(Enumerable.Range(0, Few).Select(i => 100.0 + i));
        (await WattsAsync(owner, alsoScaled)).ShouldBe(Enumerable.Range(0, Few).Select(i => 2 * (100.0 + i)));
        (await TrailAsync(api, scaled)).ShouldBe(0);
        (await TrailAsync(api, alsoScaled)).ShouldBe(1);
        (await WattsAsync(owner, imported)).ShouldBeEmpty();
        (await WattsAsync(owner, alsoImported)).ShouldBeEmpty();

        // Once more gives everything once.
        (await ImportAsync(imported, Rows, paused: false)).Added.ShouldBe(Rows);
        (await ImportAsync(alsoImported, Few, paused: false)).Added.ShouldBe(Few);
        foreach (var (sensor, rows) in new[] { (imported, Rows), (alsoImported, Few) })
            (await WattsAsync(owner, sensor)).ShouldBe(Enumerable.Range(0, rows).Select(i => 100.0 + i % 50));

        // What was written by the old contracts meanwhile is corrected, and every roll-up is what the samples give.
        await Eventually.BecomesTrueAsync("all is night", () => owner.ScalarAsync<bool>("select bool_and(night_rate) from measures"));
        await worker.StopAsync(Cancel);
        var rollup = new EnergyRollup(_processor);
        while (await rollup.ClaimAsync(Cancel) is not null)
        {
        }

        foreach (var (sensor, rows) in new[] { (tagged, Few), (alsoScaled, Few), (imported, Rows) })
            (await owner.QueryAsync("select sum(day_wh), sum(covered_s) from energy_hours where sensor_id = $1", row => (row.GetDouble(0), row.GetDouble(1)), sensor))
                .Single().ShouldBe((0.0, (rows - 1) * 10.0));
    }

    public async ValueTask DisposeAsync()
    {
        _goOn.Release(3);
        if (_web is not null) await _web.DisposeAsync();
        if (_processor is not null) await _processor.DisposeAsync();
        if (_machines is not null) await _machines.DisposeAsync();
        _directory.Dispose();
        _reached.Dispose();
        _goOn.Dispose();
    }

    private NpgsqlDataSource Source(string role) => DatabaseServices.CreateDataSource(
        new DatabaseOptions(_machines.Settings["Database__Host"], 5432, _machines.Database.Name, role), "test", connection => connection.Passfile = _machines.Primary.PasswordFile(role));

    private async Task StopAsync()
    {
        _reached.Release();
        await _goOn.WaitAsync(Cancel);
    }

    private async Task<int> AddSensorAsync(string name, int samples, long start = Start)
    {
        var sensor = await _machines.Database.AddSensorAsync(name, 10);
        if (samples > 0) await _machines.Database.InsertMeasuresAsync(sensor, [.. Enumerable.Range(0, samples).Select(i => new TaggedSample(start + i * 10L, 100 + i, start == Night))]);
        return sensor;
    }

    private async Task<SiteCache> SiteCacheAsync()
    {
        var cache = new SiteCache(new SiteReader(_web), TimeProvider.System, NullLogger<SiteCache>.Instance);
        await cache.ReadAgainAsync(Cancel);
        return cache;
    }

    private static CorrectionRequest Twice(int sensor) =>
        new(sensor, CorrectionKind.Scale, Night * UnixMicroseconds.PerSecond, (Night + Few * 10) * UnixMicroseconds.PerSecond) { Factor = 2, Reason = "half of the house" };

    private static Dictionary<string, object> BodyOf(CorrectionRequest request) => new()
    {
        ["kind"] = "scale",
        ["from"] = TextOf(request.From),
        ["to"] = TextOf(request.Until),
        ["factor"] = request.Factor,
        ["reason"] = request.Reason,
    };

    private static string TextOf(long microseconds) => UnixMicroseconds.ToInstant(microseconds).ToString();

    /// <summary>The first time it stops when the samples are tagged.</summary>
    private TariffWorker Worker()
    {
        var table = new TariffChangeTable(_processor);
        var isFirst = true;
        var retag = new TariffRetag(_processor, table, TimeProvider.System)
        {
            Tagged = async () =>
            {
                if (!isFirst) return;
                isFirst = false;
                await StopAsync();
            },
        };
        return new TariffWorker(
            table, retag, new TariffFollowUp(_processor, table, TimeProvider.System, NullLogger<TariffFollowUp>.Instance),
            new NotificationListener(_processor, TimeProvider.System, NullLogger<NotificationListener>.Instance), TimeProvider.System, NullLogger<TariffWorker>.Instance);
    }

    private async Task<ImportResult> ImportAsync(int sensor, int rows, bool paused)
    {
        var path = _directory.File($"{rows}.csv");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Start + i * 10},{100 + i % 50}")).Prepend("time,watts"), Cancel);
        var (importer, progress, options) = (new Importer(_web, new SiteReader(_web), TimeProvider.System), new ImportProgress(), new ImportOptions());
        await using var file = new FileSource(() => File.OpenRead(path));
        var target = await importer.FindAsync(sensor.ToString(CultureInfo.InvariantCulture), Cancel);
        var report = await importer.CheckAsync(target, file, options, progress, Cancel);
        IImportSource source = paused ? new Paused(path, _reached, _goOn) : file;
        return await importer.LoadAsync(target, source, options, report, progress, Cancel);
    }

    private static async Task<bool> CommitsAsync(NpgsqlDataSource server, Task work, string waitsFor)
    {
        work.IsCompleted.ShouldBeFalse(await ActivityAsync(server));
        return await server.ScalarAsync<bool>(Commits, waitsFor);
    }

    /// <summary>For a failure's message.</summary>
    private static async Task<string> ActivityAsync(NpgsqlDataSource server) => string.Join('\n', await server.QueryAsync(
        "select concat_ws(' | ', pid, application_name, state, wait_event, left(query, 200)) from pg_stat_activity where datname = current_database()", row => row.GetString(0)));

    private static Task SignalAsync(string signal, int process) => Shell.RunAsync("sh", "-c", $"kill -{signal} {process} 2>/dev/null || [ {signal} = CONT ]");

    private static Task<List<double>> WattsAsync(NpgsqlDataSource owner, int sensor) =>
        owner.QueryAsync("select watts from measures where sensor_id = $1 order by time", row => row.GetDouble(0), sensor);

    private static async Task<int> TrailAsync(HttpClient api, int sensor) =>
        JsonDocument.Parse(await api.GetStringAsync(new Uri($"/api/v1/sensors/{sensor}/corrections", UriKind.Relative), Cancel)).RootElement.GetProperty("corrections").GetArrayLength();

    private sealed class Paused(string path, SemaphoreSlim reached, SemaphoreSlim goOn) : IImportSource
    {
        public Task<ImportInput> OpenAsync(CancellationToken cancel) =>
            Task.FromResult(new ImportInput(new PausingStream(File.OpenRead(path), reached, goOn), _ => double.NaN));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>One contract for all time.</summary>
    private sealed class Contracts(NpgsqlDataSource web)
    {
        public Task ChangeAsync(string offPeak) => new TariffChanges(web, new ReadOnlyMode(WebOptions.Read(new ConfigurationManager())), NullLogger<TariffChanges>.Instance)
            .ChangeAsync(new TariffRequest("somebody") { Contracts = [TariffHouse.Entry("2020-01-01", offPeak)] }, Cancel);
    }
}
