using Microsoft.Extensions.Logging.Abstractions;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Nightly;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>The backups that the base station makes by itself, with the rights of the Web process, by a clock of our own.</summary>
public sealed class NightlyBackupTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private TestDatabase _database = null!;
    private BackupRuns _runs = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.Shared.CreateDatabaseAsync();
        _runs = new BackupRuns(_database.Web);
        await YearHouse.FillAsync(_database);
        await _database.Owner.ExecuteAsync("update database_epoch set since = '2026-11-01T11:00:00Z'");
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _directory.Dispose();
    }

    private BackupOptions Options(int newest = 7) => new() { Directory = _directory.File("backups"), KeepNewest = newest, KeepWeeks = 0 };

    private NightlyBackup Nightly(BackupOptions options) => new(
        _database.Web, _runs, new BackupDirectory(options), options, new BackupTurn(), _clock, NullLogger<NightlyBackup>.Instance);

    private string[] Files => Directory.Exists(_directory.File("backups")) ? [.. Directory.GetFiles(_directory.File("backups")).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)] : [];

    private void GoTo(string time) => _clock.SetWallClock(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public async Task One_a_night_verified_and_only_what_it_made_goes()
    {
        var options = Options(newest: 2);
        var nightly = Nightly(options);
        (await nightly.LookAsync(CancellationToken.None)).ShouldBe(TimeSpan.FromMinutes(10));
        Files.ShouldBeEmpty();
        // In Paris it is 03:29:30.
        GoTo("2026-11-02T02:29:30Z");
        (await nightly.LookAsync(CancellationToken.None)).ShouldBe(TimeSpan.FromSeconds(30));
        GoTo("2026-11-02T02:30:00Z");
        await nightly.LookAsync(CancellationToken.None);
        Files.ShouldBe(["nightly-20261102T023000Z.powermeter-backup"]);
        await nightly.LookAsync(CancellationToken.None);
        var path = Path.Combine(options.Directory, Files[0]);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await SavedBackup.VerifyAsync(path, new BackupProgress(), CancellationToken.None)).Samples.ShouldBe(await _database.Owner.ScalarAsync<long>("select count(*) from measures"));
        var run = (await _runs.ReadAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
        (run.File, run.Error, run.Bytes).ShouldBe((Files[0], null, new FileInfo(path).Length));

        await File.WriteAllTextAsync(Path.Combine(options.Directory, "nightly-mine.powermeter-backup"), "mine");
        await File.WriteAllTextAsync(Path.Combine(options.Directory, "before-restore-20200101T000000Z.powermeter-backup"), "mine");
        // The machine was off for two nights: it is made when it is on again, once.
        GoTo("2026-11-05T18:00:00Z");
        await nightly.LookAsync(CancellationToken.None);
        await nightly.LookAsync(CancellationToken.None);
        GoTo("2026-11-06T02:30:01Z");
        await nightly.LookAsync(CancellationToken.None);
        Files.ShouldBe([
            "before-restore-20200101T000000Z.powermeter-backup", "nightly-20261105T180000Z.powermeter-backup", "nightly-20261106T023001Z.powermeter-backup", "nightly-mine.powermeter-backup"]);
    }

    [Fact]
    public async Task What_cannot_be_written_is_told_and_tried_again_and_nothing_old_goes()
    {
        var options = Options(newest: 1);
        GoTo("2026-11-02T02:30:00Z");
        await Nightly(options).LookAsync(CancellationToken.None);
        GoTo("2026-11-03T02:30:00Z");
        // A file is where the directory should be.
        await File.WriteAllTextAsync(_directory.File("taken"), "");
        var broken = Nightly(options with { Directory = _directory.File("taken") });
        await broken.LookAsync(CancellationToken.None);
        var run = (await _runs.ReadAsync(1, CancellationToken.None)).ShouldHaveSingleItem();
        run.Error.ShouldNotBeNull().ShouldContain("Backup:Directory");
        run.ErrorSaid.ShouldNotBeNull().ToString().ShouldBe(run.Error);
        run.ErrorSaid.In(System.Globalization.CultureInfo.GetCultureInfo("fr-FR")).ShouldContain("permis\u00a0: un dossier où ce programme peut écrire");
        Files.ShouldBe(["nightly-20261102T023000Z.powermeter-backup"]);
        var nightly = Nightly(options);
        GoTo("2026-11-03T03:29:00Z");
        await nightly.LookAsync(CancellationToken.None);
        Files.ShouldBe(["nightly-20261102T023000Z.powermeter-backup"]);
        GoTo("2026-11-03T03:30:00Z");
        await nightly.LookAsync(CancellationToken.None);
        Files.ShouldBe(["nightly-20261103T033000Z.powermeter-backup"]);
    }

    [Fact]
    public async Task Of_several_web_processes_one_makes_it()
    {
        GoTo("2026-11-02T02:30:00Z");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Nightly(Options()).LookAsync(CancellationToken.None)));
        Files.ShouldHaveSingleItem();
        (await _runs.ReadAsync(10, CancellationToken.None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Large_ones_wait_for_more_nights()
    {
        GoTo("2026-11-02T02:30:00Z");
        var options = Options() with { BytesPerDay = 1 };
        await Nightly(options).LookAsync(CancellationToken.None);
        GoTo("2026-12-02T02:30:00Z");
        await Nightly(options).LookAsync(CancellationToken.None);
        Files.Length.ShouldBe(1);
        GoTo("2026-12-03T02:30:00Z");
        await Nightly(options).LookAsync(CancellationToken.None);
        Files.Length.ShouldBe(2);
    }
}
