using PowerMeter.Tests.TestKit;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>The commands as processes: what they say, their exit codes, and what is left of one that ends early.</summary>
public sealed class BackupCommandTests(RestoreFixture fixture) : IClassFixture<RestoreFixture>, IDisposable
{
    private const string Owner = "powermeter_owner";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private PowerMeterProcess Start(TestDatabase database, params string[] arguments) => PowerMeterProcess.Start(
        "Web", database, _directory.File("site"),
        new Dictionary<string, string> { ["Backup__Directory"] = _directory.File("backups"), ["W3bstream__Directory"] = _directory.File("identity") }, Owner, arguments);

    private async Task<(int Code, string Output)> RunAsync(TestDatabase database, string? input, params string[] arguments)
    {
        await using var process = Start(database, arguments);
        await process.WriteInputAsync(input ?? "");
        return (await process.WaitForExitAsync(), process.Output.Trim());
    }

    [Fact]
    public async Task A_backup_is_made_verified_and_restored()
    {
        var file = _directory.File("there.powermeter-backup");
        var (code, output) = await RunAsync(fixture.Database, null, "--backup", file);
        code.ShouldBe(0, output);
        output.ShouldContain("Backed up and verified: PowerMeter at ");
        Directory.GetFiles(_directory.Path, "there*").ShouldBe([file]);
        (await RunAsync(fixture.Database, null, "--backup", file)).ShouldBe((1, $"There is a file '{file}' already: choose another name, or overwrite it with --force."));
        (await RunAsync(fixture.Database, null, "--backup", file, "--force")).Code.ShouldBe(0);
        (code, output) = await RunAsync(fixture.Database, null, "--verify-backup", file);
        code.ShouldBe(0, output);
        output.ShouldContain("The backup is whole");

        await using var other = await PostgresServer.Shared.CreateDatabaseAsync();
        await other.AddUserAsync("before", "a long enough password");
        (code, output) = await RunAsync(other, "yes\n", "--restore", file);
        code.ShouldBe(1);
        output.ShouldContain("give --yes");
        (await other.Owner.ScalarAsync<long>("select count(*) from users where name = 'before'")).ShouldBe(1);
        (code, output) = await RunAsync(other, null, "--restore", file, "--yes");
        code.ShouldBe(0, output);
        output.ShouldContain("Restored: ");
        (await BackupHouse.FingerprintAsync(other)).ShouldBe(await BackupHouse.FingerprintAsync(fixture.Database));
        // What was there before can be had back.
        var before = Directory.GetFiles(_directory.File("backups")).ShouldHaveSingleItem();
        output.ShouldContain(before);
        (code, output) = await RunAsync(other, null, "--restore", before, "--yes", "--no-backup");
        code.ShouldBe(0, output);
        (await other.Owner.ScalarAsync<string>("select string_agg(name, ',') from users")).ShouldBe("before");
        Directory.GetFiles(_directory.File("backups")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Secrets_need_their_passphrase_which_stands_in_no_argument()
    {
        TestKeyRing.MakeIn(Path.Combine(_directory.File("site"), "keys"));
        var (file, words) = (_directory.File("secret.powermeter-backup"), _directory.File("words"));
        await File.WriteAllTextAsync(words, "correct horse battery\n");
        (await RunAsync(fixture.Database, "short\n", "--backup", file, "--secrets", "--passphrase-file", "-")).Output.ShouldContain("12 to 1000");
        (await RunAsync(fixture.Database, null, "--backup", file, "--passphrase-file", words)).Output.ShouldContain("belongs to --secrets");
        var (code, output) = await RunAsync(fixture.Database, "correct horse battery\n", "--backup", file, "--secrets", "--passphrase-file", "-");
        code.ShouldBe(0, output);
        await using var other = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        (await RunAsync(other, "another passphrase\n", "--restore", file, "--yes", "--passphrase-file", "-")).ShouldBe(
            (1, "The passphrase does not fit the backup: give the one that it was made with. Nothing was changed."));
        (code, output) = await RunAsync(other, null, "--restore", file, "--yes");
        (code, output.Contains("no terminal", StringComparison.Ordinal)).ShouldBe((1, true), output);
        (await other.Owner.ScalarAsync<bool>("select to_regclass('users') is null")).ShouldBeTrue();
        (code, output) = await RunAsync(other, null, "--restore", file, "--yes", "--passphrase-file", words);
        code.ShouldBe(0, output);
    }

    [Fact]
    public async Task A_disk_that_takes_no_more_is_said_and_leaves_no_file()
    {
        var there = _directory.File("there.powermeter-backup");
        (await RunAsync(fixture.Database, null, "--backup", there)).Code.ShouldBe(0);
        Directory.CreateDirectory(_directory.File("small"));
        async Task<string[]> SaveAsync(string limit, string to) => (await Shell.RunAsync(
            "/usr/bin/env", $"POWERMETER_CONFIG={_directory.File("site/Web.json")}", $"PGPASSFILE={fixture.Database.Server.PasswordFile(Owner)}",
            "bash", "-c", $"cd '{_directory.File("small")}'; {limit} dotnet '{Repository.Program("Web")}' --backup {to}; echo $?")).Trim().Split('\n');
        (await SaveAsync("", "- >/dev/full")).ShouldBe(["The disk is full: what was written is not whole.", "1"]);
        // A limit in kilobytes stands for a file system with small files. Who ignores its signal gets an error.
        var said = await SaveAsync("trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 16;", "here.powermeter-backup");
        said.ShouldBe([$"The file is too large for the disk of {_directory.File("small")}, which took 0 MB of it and no more: a stick with FAT takes 4294 MB a file at most. Choose another disk, or format it anew.", "1"]);
        Directory.GetFiles(_directory.File("small")).ShouldBeEmpty();
        (await SaveAsync("", "none/here.powermeter-backup")).ShouldBe([$"There is no directory {_directory.File("small/none")}: was its disk taken out?", "1"]);
    }

    [Theory]
    [InlineData("--backup")]
    [InlineData("--backup", "--force")]
    [InlineData("--backup", "-", "--force")]
    [InlineData("--backup", "x", "--sometimes")]
    [InlineData("--restore")]
    [InlineData("--restore", "-", "--passphrase-file", "-")]
    [InlineData("--restore", "/nowhere/there", "--yes")]
    [InlineData("--verify-backup")]
    [InlineData("--verify-backup", "/nowhere/there")]
    [InlineData("--verify-backup", "/etc/hostname")]
    public async Task What_cannot_be_done_is_a_sentence_and_exit_code_1(params string[] arguments)
    {
        var (code, output) = await RunAsync(fixture.Untouched, null, arguments);
        code.ShouldBe(1);
        output.ShouldNotBeEmpty();
        output.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ended_in_the_middle_it_leaves_the_old_data_whole(bool isKilled)
    {
        var file = _directory.File($"ended {isKilled}.powermeter-backup");
        await File.WriteAllBytesAsync(file, fixture.Backup);
        var before = await BackupHouse.FingerprintAsync(fixture.Untouched);
        // Tables are dropped and made again; before the end it waits for this lock of ours.
        await using var hold = await fixture.Untouched.Owner.OpenConnectionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("select pg_advisory_lock(hashtext('ensure_measure_partitions'))", hold)) await command.ExecuteNonQueryAsync();
        await using var restore = Start(fixture.Untouched, "--restore", file, "--yes", "--no-backup");
        await Eventually.BecomesTrueAsync("it is in the middle", async () => await fixture.Untouched.Owner.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'powermeter-restore' and wait_event = 'advisory'") == 1);
        if (isKilled) await restore.KillAsync();
        else
        {
            (await restore.StopAsync()).ShouldBe(1);
            restore.Output.ShouldContain("Cancelled");
        }

        await using (var command = new Npgsql.NpgsqlCommand("select pg_advisory_unlock(hashtext('ensure_measure_partitions'))", hold)) await command.ExecuteNonQueryAsync();
        (await BackupHouse.FingerprintAsync(fixture.Untouched)).ShouldBe(before);
    }
}
