using System.Globalization;
using Microsoft.Extensions.Configuration;
using PowerMeter.Shared.Language;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Backup.Secrets;
using PowerMeter.Web.Server;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>The restore of the page: what it says at each step, and what is left for the next start.</summary>
public sealed class RestoreJobTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IAsyncDisposable
{
    private const string Words = "correct horse battery";

    /// <summary>The session of whoever changes the schema ends in the middle of its commit.</summary>
    private const string EndsTheCommit = """
        create schema pit;
        create table pit.falls (it text);
        create function pit.fall() returns trigger language plpgsql security definer as $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
        create constraint trigger falls after insert on pit.falls deferrable initially deferred for each row execute function pit.fall();
        create function pit.step() returns event_trigger language plpgsql security definer as $$ begin if not exists (select from pit.falls) then insert into pit.falls values ('it'); end if; end $$;
        create event trigger falls on ddl_command_end when tag in ('CREATE TABLE') execute function pit.step();
        """;

    private readonly TemporaryDirectory _directory = new();
    private readonly BackupTurn _turn = new();
    private RestoreJobs? _jobs;

    private BackupOptions Options => new() { Directory = _directory.File("backups"), OwnerPasswordFile = fixture.Database.Server.PasswordFile("powermeter_owner") };

    private SecretPlaces Places => new(_directory.File("keys"), _directory.File("identity"));

    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private RestoreJournal Journal => new(new BackupDirectory(Options), fixture.Database.Web);

    private RestoreJobs Jobs(bool readOnly = false, string? passwordFile = null, Func<string, long?>? freeOf = null)
    {
        var options = passwordFile is null ? Options : Options with { OwnerPasswordFile = passwordFile };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Host"] = "127.0.0.1",
            ["Database:Port"] = $"{fixture.Database.Server.Port}",
            ["Database:Name"] = fixture.Database.Name,
            ["Web:ReadOnly"] = readOnly ? "true" : "false",
        }).Build();
        return _jobs = new RestoreJobs(
            fixture.Database.Web, new OwnerLogin(options, configuration), Places, new BackupDirectory(options, freeOf), Journal, _turn, new ReadOnlyMode(WebOptions.Read(configuration)), TimeProvider.System);
    }

    private static Task EndsAsync(RestoreJob job) => Eventually.BecomesTrueAsync("the job does not run", () => Task.FromResult(!job.IsRunning));

    public async ValueTask DisposeAsync()
    {
        if (_jobs is not null) await _jobs.DisposeAsync();
        _turn.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task It_checks_asks_for_the_passphrase_until_it_fits_restores_and_is_remembered()
    {
        TestKeyRing.MakeIn(_directory.File("keys"));
        var sensor = await fixture.Database.AddSensorAsync("as it was");
        var backup = await BackupHouse.SaveAsync(fixture.Database.Web, (Places, Passphrase.Parse(Words)));
        await fixture.Database.Owner.ExecuteAsync("update sensors set name = 'as it became' where id = $1", sensor);
        var jobs = Jobs();
        var job = (await jobs.StartAsync("home.powermeter-backup", new MemoryStream(backup, writable: false), null)).ShouldNotBeNull();
        await EndsAsync(job);
        job.State.ShouldBe(RestoreState.Checked, job.Error?.ToString());
        job.Manifest.ShouldNotBeNull().Secrets.ShouldBeTrue();

        job.Restore("another passphrase", withoutSecrets: false);
        await EndsAsync(job);
        job.State.ShouldBe(RestoreState.Checked);
        job.Refusal.ShouldNotBeNull().ToString().ShouldContain("does not fit");
        (await NameAsync(sensor)).ShouldBe("as it became");
        (await Journal.ReadAsync(CancellationToken.None)).ShouldBeNull();

        job.Restore(Words, withoutSecrets: false);
        await EndsAsync(job);
        job.State.ShouldBe(RestoreState.Done, job.Error?.ToString());
        (await NameAsync(sensor)).ShouldBe("as it was");
        File.Exists(job.Result.ShouldNotBeNull().BackupOfBefore).ShouldBeTrue();
        // As another start finds it, until it is dismissed.
        var record = (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull();
        (record.FileName, record.Error, record.Result!.BackupOfBefore).ShouldBe(("home.powermeter-backup", null, job.Result.BackupOfBefore));
        (await File.ReadAllTextAsync(_directory.File("backups/.last-restore.json"))).ShouldNotContain(Words);
        await jobs.DismissAsync();
        (await Journal.ReadAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task One_that_loses_the_database_as_it_is_stored_does_not_say_that_nothing_was_changed()
    {
        var backup = await BackupHouse.SaveAsync(fixture.Database.Web);
        var job = (await Jobs().StartAsync("home.powermeter-backup", new MemoryStream(backup, writable: false), null)).ShouldNotBeNull();
        await EndsAsync(job);
        await using var postgres = fixture.Database.Server.Connect("postgres", fixture.Database.Name);
        await postgres.ExecuteAsync(EndsTheCommit);
        try
        {
            job.Restore(null, withoutSecrets: true);
            await EndsAsync(job);
        }
        finally
        {
            await postgres.ExecuteAsync("drop event trigger falls; drop schema pit cascade");
        }

        (job.State, job.IsOutcomeUnknown).ShouldBe((RestoreState.Failed, true), job.Error?.ToString());
        job.Error.ShouldNotBeNull().ToString().ShouldStartWith("The connection broke while the restored database was being stored: ");
        // Here it was not done, as the epoch says to whoever comes back.
        (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull().Error.ShouldBe(new Sentence("Backup_StoppedMidway"));
    }

    [Fact]
    public async Task Whether_one_that_could_not_tell_its_end_was_done_the_epoch_says()
    {
        var epoch = await fixture.Database.Owner.ScalarAsync<Guid>("select epoch from database_epoch");
        var record = new RestoreRecord("home", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, epoch, null, null);
        Journal.Write(record);
        (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull().Error.ShouldNotBeNull().ToString().ShouldBe("The base station was stopped while it restored.");
        Journal.Write(record with { EpochBefore = Guid.NewGuid() });
        (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull().Result.ShouldNotBeNull();
        await File.WriteAllTextAsync(_directory.File("backups/.last-restore.json"), "{");
        (await Journal.ReadAsync(CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task How_it_ended_is_remembered_in_words_for_every_reader()
    {
        var record = new RestoreRecord("home", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null, new Sentence("Backup_DatabaseSays", "out of \"order\""));
        Journal.Write(record);
        var failed = (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull().Error.ShouldNotBeNull();
        failed.ToString().ShouldBe("The database says: out of \"order\".");
        failed.In(French).ShouldBe("La base de données dit, en ses propres mots\u00a0: out of \"order\".");
        Journal.Write(record with { Error = null, Result = new RestoreResult(null, [new LeftOutSecret("Kitchen", "aes_key").ToSentence()], null) });
        var secret = (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull().Result!.SetAgain.ShouldHaveSingleItem();
        (secret.ToString(), secret.In(French)).ShouldBe(("aes_key of the sensor 'Kitchen'", "aes_key du capteur «\u00a0Kitchen\u00a0»"));
        // As a program of before wrote it.
        await File.WriteAllTextAsync(_directory.File("backups/.last-restore.json"), """
            {"file_name":"home","made_at":"2030-01-01T00:00:00+00:00","started_at":"2030-01-01T00:00:00+00:00","epoch_before":null,"result":null,"error":"The disk is full."}
            """);
        (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull().Error.ShouldBe(Sentence.Verbatim("The disk is full."));
        // And one of another version, which has sentences that this one does not know: the epoch tells.
        await File.WriteAllTextAsync(_directory.File("backups/.last-restore.json"), """
            {"file_name":"home","made_at":"2030-01-01T00:00:00+00:00","started_at":"2030-01-01T00:00:00+00:00","epoch_before":null,"result":null,"error":["A_Later_Version"]}
            """);
        (await Journal.ReadAsync(CancellationToken.None)).ShouldNotBeNull().Result.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_disk_without_room_for_what_is_there_now_changes_nothing_and_leaves_no_file()
    {
        await fixture.Database.AddSensorAsync("that is there now");
        var backup = await BackupHouse.SaveAsync(fixture.Database.Web);
        var before = await BackupHouse.FingerprintAsync(fixture.Database);
        var job = (await Jobs(freeOf: _ => 99_000_000).StartAsync("home", new MemoryStream(backup, writable: false), null)).ShouldNotBeNull();
        await EndsAsync(job);
        job.Restore(null, withoutSecrets: true);
        await EndsAsync(job);
        job.Error.ShouldNotBeNull().ToString().ShouldStartWith($"What is there now could not be backed up: The disk of {Options.Directory} is nearly full: ");
        job.Error.ToString().ShouldEndWith("The command restores without that (--no-backup).");
        Directory.GetFiles(Options.Directory).Select(Path.GetFileName).ShouldBe([".last-restore.json"]);
        (await BackupHouse.FingerprintAsync(fixture.Database)).ShouldBe(before);
    }

    [Fact]
    public async Task One_at_a_time_and_one_that_is_given_up_changes_nothing()
    {
        var backup = await BackupHouse.SaveAsync(fixture.Database.Web);
        var before = await BackupHouse.FingerprintAsync(fixture.Database);
        var jobs = Jobs();
        var job = (await jobs.StartAsync("one", new MemoryStream(backup, writable: false), null)).ShouldNotBeNull();
        await EndsAsync(job);
        using (await _turn.TakeAsync(CancellationToken.None))
        {
            job.Restore(null, withoutSecrets: false);
            (await jobs.StartAsync("two", new MemoryStream(backup, writable: false), null)).ShouldBeNull();
            await jobs.DismissAsync();
        }

        job.State.ShouldBe(RestoreState.Failed);
        job.Error.ShouldBe(new Sentence("Backup_GivenUp"));
        (await BackupHouse.FingerprintAsync(fixture.Database)).ShouldBe(before);
    }

    [Fact]
    public async Task What_is_no_backup_is_told_and_without_the_owners_login_a_file_is_only_checked()
    {
        var jobs = Jobs(passwordFile: "");
        var job = (await jobs.StartAsync("odd", new MemoryStream(new byte[5000]), null)).ShouldNotBeNull();
        await EndsAsync(job);
        (job.State, job.Error?.ToString()).ShouldBe((RestoreState.Failed, "The file is no backup of this program's, or its end is missing."));
        job = (await jobs.StartAsync("good", new MemoryStream(await BackupHouse.SaveAsync(fixture.Database.Web), writable: false), "/there/good")).ShouldNotBeNull();
        await EndsAsync(job);
        (job.State, job.Path).ShouldBe((RestoreState.Checked, "/there/good"));
        job.Restore(null, withoutSecrets: false);
        await EndsAsync(job);
        job.State.ShouldBe(RestoreState.Failed);
        job.Error.ShouldNotBeNull().ToString().ShouldContain("Backup:OwnerPasswordFile");
    }

    [Fact]
    public Task A_read_only_site_restores_nothing() =>
        Should.ThrowAsync<ReadOnlyException>(() => Jobs(readOnly: true).StartAsync("any", new MemoryStream(), null));

    [Fact]
    public async Task A_list_of_entries_that_would_fill_the_memory_is_not_read()
    {
        var backup = await BackupHouse.SaveAsync(fixture.Database.Web);
        // The end of the ZIP, before the comment of 71 bytes, says how long its list is.
        var end = backup.Length - 71 - 22;
        backup.AsSpan(end + 12, 4).Fill(0x7f);
        var hash = System.Security.Cryptography.SHA256.HashData(backup.AsSpan(0, backup.Length - 71));
        System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)).CopyTo(backup, backup.Length - 64);
        (await Should.ThrowAsync<BackupException>(() => BackupHouse.OpenAsync(backup))).Message.ShouldContain("list of entries");
    }

    private Task<string> NameAsync(int sensor) => fixture.Database.Owner.ScalarAsync<string>("select name from sensors where id = $1", sensor);
}
