using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Format;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

public sealed class RestoreTests(RestoreFixture fixture) : IClassFixture<RestoreFixture>
{
    private readonly TestDatabase _database = fixture.Database;

    [Fact]
    public async Task Every_table_is_backed_up_or_left_behind_for_a_reason()
    {
        var tables = await _database.Owner.QueryAsync(
            "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1", row => row.GetString(0));
        tables.ShouldContain("measures");
        tables.Except(BackupTables.All.Select(table => table.Name)).Except(BackupTables.LeftOut.Keys).ShouldBeEmpty();
        BackupTables.All.Select(table => table.Name).Intersect(BackupTables.LeftOut.Keys).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backup_onto_other_data_replaces_all_of_it()
    {
        await using var other = await PostgresServer.Shared.CreateDatabaseAsync();
        await other.AddUserAsync("stranger", "another long password");
        var sensor = await other.AddSensorAsync("a strange one");
        await other.InsertPowerAsync(sensor, [(1_700_000_000_000_000, 5)]);
        await other.Owner.ExecuteAsync("select ensure_measure_partitions('2026-03-02Z', '2026-03-02Z')");
        await other.Owner.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) select $1, '2026-03-02T00:00:01Z', 7, false", sensor);
        await other.Owner.ExecuteAsync("create table left_over (x integer); create view strange as select * from measures");
        var epoch = await other.Owner.ScalarAsync<Guid>("select epoch from database_epoch");
        await BackupHouse.RestoreAsync(other.Owner, fixture.Backup);
        (await BackupHouse.FingerprintAsync(other)).ShouldBe(await BackupHouse.FingerprintAsync(_database));
        (await other.Owner.ScalarAsync<bool>("select to_regclass('left_over') is null and to_regclass('strange') is null")).ShouldBeTrue();
        (await other.Owner.ScalarAsync<Guid>("select epoch from database_epoch")).ShouldNotBeOneOf(epoch, await _database.Owner.ScalarAsync<Guid>("select epoch from database_epoch"));
    }

    [Fact]
    public async Task The_three_processes_go_on_in_what_was_restored()
    {
        await using var other = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        await BackupHouse.RestoreAsync(other.Owner, fixture.Backup);
        var largest = await other.Owner.ScalarAsync<long>("select max(id) from measures");
        // The triggers are on again: what is written waits to be rolled up. Ids go on behind those that were given.
        await other.Receiver.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) select 3, '2026-03-05T00:00:01.5Z', 7, false");
        (await other.Owner.ScalarAsync<long>("select id from measures where time = '2026-03-05T00:00:01.5Z'")).ShouldBeGreaterThan(largest);
        (await other.Web.ScalarAsync<long>("select count(*) from pending_energy where from_time = '2026-03-05T00:00:01.5Z'")).ShouldBe(1);
        (await other.Processor.ScalarAsync<long>("select count(*) from energy_hours")).ShouldBeGreaterThan(1000);
        // The number of the removed sensor is not given again.
        (await other.AddSensorAsync("next")).ShouldBe(await _database.Owner.ScalarAsync<int>("select max(id) + 1 from sensors"));
        await other.AddUserAsync("next", "a long enough password");
        (await Should.ThrowAsync<PostgresException>(() => other.Receiver.ExecuteAsync("select 1 from users"))).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Should.ThrowAsync<PostgresException>(() => other.Web.ExecuteAsync("delete from users where role = 'admin'"))).ConstraintName.ShouldBe("users_last_administrator");
        (await Migrator.MigrateAsync(other.Owner, CancellationToken.None)).ShouldBeEmpty();
        // A backup of it is the same again.
        (await BackupHouse.VerifyAsync(await BackupHouse.SaveAsync(other.Web))).Samples.ShouldBe((await BackupHouse.VerifyAsync(fixture.Backup)).Samples + 1);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(20)]
    public async Task A_backup_of_an_older_schema_is_migrated(int version)
    {
        await using var old = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        await MigrateAsync(old, version);
        await old.Owner.ExecuteAsync("insert into sensors (name, measure_type_id, driver, period_s) values ('old', 1, 'simulated', 8)");
        await old.Owner.ExecuteAsync("select ensure_measure_partitions('2026-01-31T23:00:00Z', '2026-02-01Z')");
        await old.Owner.ExecuteAsync("insert into measures (sensor_id, time, watts, night_rate) select 1, '2026-01-31T23:00:00Z'::timestamptz + make_interval(mins => i), i, false from generate_series(0, 119) as i");
        var backup = await BackupHouse.SaveAsync(old.Owner);
        (await BackupHouse.VerifyAsync(backup)).Schema.ShouldBe(version);
        await using var other = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        await BackupHouse.RestoreAsync(other.Owner, backup);
        await Migrator.CheckVersionAsync(other.Web, CancellationToken.None);
        (await other.Owner.ScalarAsync<double>("select sum(watts) from measures")).ShouldBe(119 * 60);
        await YearHouse.DrainAsync(other);
        (await other.Owner.ScalarAsync<long>("select count(*) from energy_hours")).ShouldBe(2);
        (await other.Owner.ScalarAsync<string>("select value from settings where key = 'time_zone'")).ShouldBe("Europe/Paris");
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        var newer = await BackupHouse.ForgeManifestAsync(fixture.Backup, manifest => manifest with { Schema = 9999 });
        (await RefusedAsync(newer)).ShouldContain("schema 9999");
        await using var other = await PostgresServer.Shared.CreateDatabaseAsync();
        await other.Owner.ExecuteAsync("insert into schema_version (version, name, sha256) values (9999, '9999_future', '')");
        (await Should.ThrowAsync<BackupException>(() => BackupHouse.SaveAsync(other.Owner))).Message.ShouldContain("9999");
    }

    [Fact]
    public async Task What_fits_no_schema_of_ours_is_refused()
    {
        (await RefusedAsync(await BackupHouse.ForgeManifestAsync(fixture.Backup, manifest => manifest with { Format = 2 }))).ShouldContain("format 2");
        (await RefusedAsync(await BackupHouse.ForgeManifestAsync(fixture.Backup, manifest => manifest with { Migrations = [.. manifest.Migrations.Select(migration => migration with { Sha256 = "0" })] })))
            .ShouldContain("0001_configuration");
        (await RefusedAsync(await BackupHouse.ForgeManifestAsync(fixture.Backup, manifest => manifest with { Entries = [.. manifest.Entries.Skip(1)] }))).ShouldContain("entries");
        (await RefusedAsync(await BackupHouse.ForgeAsync(fixture.Backup, (name, bytes) => name == "tables/users.copy" ? null : bytes))).ShouldContain("entries");
        (await RefusedAsync(await BackupHouse.ForgeAsync(fixture.Backup, (name, bytes) => name == "tables/users.copy" ? [.. bytes, .. "x"u8] : bytes))).ShouldContain("tables/users.copy");
        (await RefusedAsync(await BackupHouse.ForgeAsync(fixture.Backup, (name, bytes) => name == "manifest.json" ? "[]"u8.ToArray() : bytes))).ShouldContain("format 0");
        (await RefusedAsync(await BackupHouse.ForgeManifestAsync(fixture.Backup, manifest => Rename(manifest, "users", "pg_authid")))).ShouldContain("pg_authid");
        // Only known when the schema is made, and still nothing is changed.
        (await RefusedAsync(await BackupHouse.ForgeManifestAsync(fixture.Backup, manifest => Recolumn(manifest, "users", "name\" from x; drop table users; --")))).ShouldContain("columns of 'users'");
    }

    [Fact]
    public async Task One_wrong_byte_anywhere_and_every_missing_end_is_found()
    {
        var random = new Random(7);
        var backup = fixture.Backup;
        for (var i = 0; i < 150; i++)
        {
            var place = i switch { < 40 => i, < 80 => backup.Length - 1 - (i - 40) * 5, _ => random.Next(backup.Length) };
            var damaged = (byte[])backup.Clone();
            damaged[place] ^= (byte)(1 << random.Next(8));
            await Should.ThrowAsync<BackupException>(() => BackupHouse.VerifyAsync(damaged), $"a bit at {place}");
        }

        foreach (var length in (int[])[0, 1, 70, 71, 72, 100, backup.Length / 2, backup.Length - 72, backup.Length - 71, backup.Length - 1])
            await Should.ThrowAsync<BackupException>(() => BackupHouse.VerifyAsync(backup[..length]), $"only {length} bytes");
        await Should.ThrowAsync<BackupException>(() => BackupHouse.VerifyAsync([.. backup, 0]), "a byte too many");
    }

    [Fact]
    public async Task Given_up_anywhere_it_leaves_the_old_data_whole()
    {
        await using var other = await PostgresServer.Shared.CreateDatabaseAsync();
        await YearHouse.FillAsync(other);
        await other.Owner.ExecuteAsync("update settings set value = 'the old one' where key = 'site_name'");
        var before = await BackupHouse.FingerprintAsync(other);
        var total = (await BackupHouse.VerifyAsync(fixture.Backup)).Entries.Count;
        // Verifying reads the file twice before the restore reads it again.
        foreach (var share in (double[])[0.02, 0.3, 0.7, 0.99])
        {
            using var cancel = new CancellationTokenSource();
            await using var stream = new BreakingStream(fixture.Backup, (long)(fixture.Backup.Length * (2 + share)), cancel.Cancel);
            await Should.ThrowAsync<OperationCanceledException>(() => BackupHouse.RestoreAsync(other.Owner, fixture.Backup, through: stream, cancel: cancel.Token));
            (await BackupHouse.FingerprintAsync(other)).ShouldBe(before);
        }

        // The disk fails while it is restored.
        await using var failing = new BreakingStream(fixture.Backup, (long)(fixture.Backup.Length * 2.5), () => throw new IOException("the disk is gone"));
        await Should.ThrowAsync<IOException>(() => BackupHouse.RestoreAsync(other.Owner, fixture.Backup, through: failing));
        (await BackupHouse.FingerprintAsync(other)).ShouldBe(before);
        await BackupHouse.RestoreAsync(other.Owner, fixture.Backup);
        (await BackupHouse.FingerprintAsync(other)).ShouldBe(await BackupHouse.FingerprintAsync(_database));
        total.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task What_others_hold_for_long_is_waited_for_and_then_said()
    {
        await using var other = await PostgresServer.Shared.CreateDatabaseAsync();
        await using var reader = await other.Web.OpenConnectionAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using (var look = new NpgsqlCommand("select count(*) from users", reader, transaction)) await look.ExecuteScalarAsync();
        // Given up by the caller, who would otherwise wait for all the attempts.
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await Should.ThrowAsync<OperationCanceledException>(() => BackupHouse.RestoreAsync(other.Owner, fixture.Backup, cancel: cancel.Token));
        await transaction.RollbackAsync();
        await BackupHouse.RestoreAsync(other.Owner, fixture.Backup);
    }

    private async Task<string> RefusedAsync(byte[] backup)
    {
        var before = await BackupHouse.FingerprintAsync(fixture.Untouched);
        var error = await Should.ThrowAsync<BackupException>(() => BackupHouse.RestoreAsync(fixture.Untouched.Owner, backup));
        (await BackupHouse.FingerprintAsync(fixture.Untouched)).ShouldBe(before);
        return error.Message;
    }

    private static BackupManifest Rename(BackupManifest manifest, string from, string to) =>
        manifest with { Entries = [.. manifest.Entries.Select(entry => entry.Table == from ? entry with { Table = to } : entry)] };

    private static BackupManifest Recolumn(BackupManifest manifest, string table, string column) =>
        manifest with { Entries = [.. manifest.Entries.Select(entry => entry.Table == table ? entry with { Columns = [column] } : entry)] };

    private static async Task MigrateAsync(TestDatabase database, int version)
    {
        await using var connection = await database.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Migrator.MigrateWithinAsync(connection, version, CancellationToken.None);
        await transaction.CommitAsync();
    }
}
