using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Nightly;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>The nightly backup and a disk that is full, or becomes full: its own, and that of the database.</summary>
public sealed class NightlyBackupDiskTests : IAsyncLifetime
{
    private const long Plenty = 1_000_000_000_000;
    private const string First = "nightly-20261102T023000Z.powermeter-backup";

    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private TestDatabase _database = null!;
    private BackupRuns _runs = null!;
    private Func<long?> _free = () => Plenty;
    private NightlyBackup _nightly = null!;

    private string Folder => _directory.File("backups");

    private string[] Files => [.. Directory.GetFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        _runs = new BackupRuns(_database.Web);
        await YearHouse.FillAsync(_database);
        await _database.Owner.ExecuteAsync("update database_epoch set since = '2026-11-01T11:00:00Z'");
        // The newest one alone is kept: what fails must not cost it.
        var options = new BackupOptions { Directory = Folder, KeepNewest = 1, KeepWeeks = 0 };
        _nightly = new NightlyBackup(_database.Web, _runs, new BackupDirectory(options, _ => _free()), options, new BackupTurn(), _clock, NullLogger<NightlyBackup>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_disk_without_room_is_told_with_figures_and_costs_no_older_one()
    {
        await LookAtAsync("2026-11-02T02:30:00Z");
        Files.ShouldBe([First]);
        _free = () => 50_000_000;
        await LookAtAsync("2026-11-03T02:30:00Z");
        var run = await LastAsync();
        run.Error.ShouldNotBeNull().ShouldContain($"The disk of {Folder} has 50 MB free, and the next backup needs 1");
        run.ErrorSaid.ShouldNotBeNull().In(CultureInfo.GetCultureInfo("fr-FR")).ShouldContain("50\u00a0Mo");
        Files.ShouldBe([First]);
        // Not before an hour has gone by.
        _free = () => Plenty;
        await LookAtAsync("2026-11-03T03:29:00Z");
        Files.ShouldBe([First]);
        await LookAtAsync("2026-11-03T03:30:00Z");
        Files.ShouldBe(["nightly-20261103T033000Z.powermeter-backup"]);
        (await LastAsync()).Error.ShouldBeNull();
    }

    [Fact]
    public async Task One_that_becomes_full_meanwhile_leaves_no_file_and_is_not_written_full_again()
    {
        var partial = Path.Combine(Folder, $"{First}{SavedBackup.Partial}");
        var lookedWhileWritten = 0;
        _free = () =>
        {
            if (!File.Exists(partial) || new FileInfo(partial).Length == 0) return Plenty;
            lookedWhileWritten++;
            return 99_000_000;
        };
        await LookAtAsync("2026-11-02T02:30:00Z");
        lookedWhileWritten.ShouldBe(1);
        Files.ShouldBeEmpty();
        (await LastAsync()).Error.ShouldNotBeNull().ShouldStartWith($"The disk of {Folder} is nearly full: ");
        // As much as it had then is not enough, though nobody knows how large the first one will be.
        _free = () => 100_000_001;
        await LookAtAsync("2026-11-02T03:30:00Z");
        (await LastAsync()).Error.ShouldNotBeNull().ShouldContain("the next backup needs");
        _free = () => Plenty;
        await LookAtAsync("2026-11-02T04:30:00Z");
        Files.ShouldBe(["nightly-20261102T043000Z.powermeter-backup"]);
    }

    [Fact]
    public async Task A_database_that_does_not_take_the_record_gets_one_backup_and_no_more()
    {
        await LookAtAsync("2026-11-02T02:30:00Z");
        await _database.Owner.ExecuteAsync("""
            create function refuse_run() returns trigger language plpgsql as $$
            begin
              raise exception 'could not extend file "base/1/1": No space left on device' using errcode = 'disk_full';
            end $$;
            create trigger no_room before insert on backup_runs for each statement execute function refuse_run();
            """);
        await LookAtAsync("2026-11-03T02:30:00Z");
        string[] both = [First, "nightly-20261103T023000Z.powermeter-backup"];
        Files.ShouldBe(both);
        foreach (var time in (string[])["2026-11-03T02:40:00Z", "2026-11-03T03:40:00Z", "2026-11-04T02:40:00Z"]) await LookAtAsync(time);
        Files.ShouldBe(both);
        await _database.Owner.ExecuteAsync("drop trigger no_room on backup_runs; drop function refuse_run()");
        await LookAtAsync("2026-11-04T02:50:00Z");
        (await LastAsync()).File.ShouldBe(both[1]);
        Files.ShouldBe([both[1]]);
        await LookAtAsync("2026-11-04T02:50:01Z");
        Files.ShouldBe(["nightly-20261104T025001Z.powermeter-backup"]);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_while_it_is_written_stops_no_other_one()
    {
        _free = () =>
        {
            _clock.SetWallClock(new DateTimeOffset(2026, 11, 2, 1, 0, 0, TimeSpan.Zero));
            return Plenty;
        };
        await LookAtAsync("2026-11-02T02:30:00Z");
        (await LastAsync()).Error.ShouldBeNull();
        _free = () => Plenty;
        await LookAtAsync("2026-11-03T02:30:00Z");
        Files.ShouldBe(["nightly-20261103T023000Z.powermeter-backup"]);
    }

    [Fact]
    public async Task What_the_database_refuses_for_good_is_not_offered_again()
    {
        await _database.Owner.ExecuteAsync("alter table backup_runs add constraint never check (false) not valid");
        await LookAtAsync("2026-11-02T02:30:00Z");
        await _database.Owner.ExecuteAsync("alter table backup_runs drop constraint never");
        await LookAtAsync("2026-11-02T02:40:00Z");
        (await LastAsync()).File.ShouldBe("nightly-20261102T024000Z.powermeter-backup");
    }

    private async Task<BackupRun> LastAsync() => (await _runs.ReadAsync(1, CancellationToken.None)).ShouldHaveSingleItem();

    private Task<TimeSpan> LookAtAsync(string time)
    {
        _clock.SetWallClock(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture));
        return _nightly.LookAsync(CancellationToken.None);
    }
}
