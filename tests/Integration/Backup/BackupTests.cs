using System.Text;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Secrets;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

public sealed class BackupTests(DatabaseFixture fixture) : IClassFixture<DatabaseFixture>, IDisposable
{
    private readonly TestDatabase _database = fixture.Database;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private SecretPlaces Places(string name) => new(_directory.File($"{name}-keys"), _directory.File($"{name}-identity"));

    [Fact]
    public async Task What_is_written_meanwhile_is_not_in_it()
    {
        var sensor = await _database.AddSensorAsync("written meanwhile");
        var march = 1_772_323_200_000_000L;
        await _database.InsertPowerAsync(sensor, [.. Enumerable.Range(0, 3000).Select(i => (march + (i * 8_000_000L), (double)i))]);
        var before = await _database.Owner.ScalarAsync<long>("select count(*) from measures");
        var pending = await _database.Owner.ScalarAsync<long>("select count(*) from pending_energy");
        // The first bytes come long before the samples are read.
        await using var stream = new NoticingStream(async () =>
        {
            await _database.InsertPowerAsync(sensor, [(march + 4_000_000, 1), (march + 2_700_000_000_000, 2)]);
            await _database.DeleteMeasuresAsync(sensor, [march / 1_000_000]);
            await _database.Owner.ExecuteAsync("insert into sensors (name, measure_type_id, driver, period_s) values ('meanwhile', 1, 'simulated', 8)");
        });
        var manifest = await new BackupWriter(_database.Web, new BackupProgress()).WriteAsync(stream, null, CancellationToken.None);
        stream.WasNoticed.ShouldBeTrue();
        manifest.Samples.ShouldBe(before);
        manifest.RowsOf("pending_energy").ShouldBe(pending);
        (await BackupHouse.VerifyAsync(stream.ToArray())).Samples.ShouldBe(before);
        (await _database.Owner.ScalarAsync<long>("select count(*) from measures")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Without_secrets_nothing_secret_is_in_the_file_and_with_them_all_comes_back()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var places = Places("there");
        var box = TestKeyRing.MakeIn(places.KeyRing);
        Directory.CreateDirectory(places.Identity);
        const string DeviceKey = "-----BEGIN EC PRIVATE KEY-----\nMHQCAQEEIsecretsecretsecret\n";
        await File.WriteAllTextAsync(Path.Combine(places.Identity, "device.pem"), DeviceKey);
        var (aesKey, token) = (box.Protect("1-2-3-4-5"), box.Protect("token of the network"));
        await database.AddSensorAsync("Kitchen", driver: "citizenwatt", settings: $$"""{"aes_key": "{{aesKey}}", "channel": 95}""");
        await database.Owner.ExecuteAsync("update w3bstream_settings set token = $1, publish_url = 'https://example.org/x'", token);
        string[] secrets = [aesKey[10..], token[10..], "secretsecretsecret", "protected:"];

        var bare = await BackupHouse.SaveAsync(database.Web);
        foreach (var secret in secrets) (await ContentsAsync(bare)).Contains(secret, StringComparison.Ordinal).ShouldBeFalse();
        var manifest = await BackupHouse.VerifyAsync(bare);
        manifest.LeftOut.Select(secret => secret.ToString()).ShouldBe(["aes_key of the sensor 'Kitchen'", "token of W3bstream"]);
        await using var empty = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        (await BackupHouse.RestoreAsync(empty.Owner, bare)).SetAgain.Select(secret => secret.ToString()).ShouldBe(["aes_key of the sensor 'Kitchen'", "token of W3bstream"]);
        (await empty.Owner.ScalarAsync<string>("select settings::text from sensors")).ShouldBe("""{"channel": 95}""");
        (await empty.Owner.ScalarAsync<bool>("select forwarding or token <> '' from w3bstream_settings")).ShouldBeFalse();

        var passphrase = Passphrase.Parse("correct horse battery");
        var whole = await BackupHouse.SaveAsync(database.Web, (places, passphrase));
        foreach (var secret in secrets) (await ContentsAsync(whole)).Contains(secret, StringComparison.Ordinal).ShouldBeFalse();
        var before = await BackupHouse.FingerprintAsync(empty);
        var elsewhere = Places("elsewhere");
        (await Should.ThrowAsync<BackupException>(() => BackupHouse.RestoreAsync(empty.Owner, whole, elsewhere, Passphrase.Parse("correct horse cattery")))).Message.ShouldContain("passphrase");
        (await Should.ThrowAsync<BackupException>(() => BackupHouse.RestoreAsync(empty.Owner, whole, elsewhere))).Message.ShouldContain("passphrase");
        (await BackupHouse.FingerprintAsync(empty)).ShouldBe(before);
        Directory.Exists(elsewhere.KeyRing).ShouldBeFalse();

        Directory.CreateDirectory(elsewhere.Identity);
        await File.WriteAllTextAsync(Path.Combine(elsewhere.Identity, "device.pem"), "another key");
        var result = await BackupHouse.RestoreAsync(empty.Owner, whole, elsewhere, passphrase);
        result.SetAgain.ShouldBeEmpty();
        (await File.ReadAllTextAsync(result.KeptIdentity!)).ShouldBe("another key");
        var device = Path.Combine(elsewhere.Identity, "device.pem");
        (await File.ReadAllTextAsync(device)).ShouldBe(DeviceKey);
        File.GetUnixFileMode(device).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var there = new Shared.Secrets.SecretBox(new Shared.Secrets.KeyRing(elsewhere.KeyRing));
        there.Reveal(await empty.Owner.ScalarAsync<string>("select settings ->> 'aes_key' from sensors")).ShouldBe("1-2-3-4-5");
        there.Reveal(await empty.Owner.ScalarAsync<string>("select token from w3bstream_settings")).ShouldBe("token of the network");
        // Again: what is there already stays as it is.
        (await BackupHouse.RestoreAsync(empty.Owner, whole, elsewhere, passphrase)).KeptIdentity.ShouldBeNull();
    }

    [Fact]
    public async Task A_full_disk_leaves_no_file_and_the_connection_is_free_again()
    {
        await _database.Owner.ExecuteAsync("insert into settings (key, value) select 'x' || i, repeat(md5(i::text), 30) from generate_series(1, 500) as i on conflict do nothing");
        await using (var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0))
            await Should.ThrowAsync<IOException>(() => new BackupWriter(_database.Web, new BackupProgress()).WriteAsync(full, null, CancellationToken.None));
        (await _database.Owner.ScalarAsync<long>(
            "select count(*) from pg_stat_activity where datname = current_database() and usename = 'powermeter_web' and state <> 'idle'")).ShouldBe(0);
        var path = _directory.File("there.powermeter-backup");
        await using var failing = Npgsql.NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1");
        await Should.ThrowAsync<Npgsql.NpgsqlException>(() => SavedBackup.WriteAsync(new BackupWriter(failing, new BackupProgress()), path, null, false, new BackupProgress(), CancellationToken.None));
        Directory.GetFiles(_directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task However_much_there_is_it_takes_little_memory()
    {
        await using var database = await PostgresServer.Shared.CreateDatabaseAsync();
        var sensor = await database.AddSensorAsync("much");
        await database.Owner.ExecuteAsync("select ensure_measure_partitions('2026-01-01Z', '2026-02-28Z')");
        await database.Owner.ExecuteAsync(
            "insert into measures (sensor_id, time, watts, night_rate) select $1, '2026-01-01Z'::timestamptz + make_interval(secs => i * 8), random() * 1000, false from generate_series(1, 500000) as i", sensor);
        await using var stream = new WeighingStream();
        var manifest = await new BackupWriter(database.Web, new BackupProgress()).WriteAsync(stream, null, CancellationToken.None);
        manifest.Bytes.ShouldBeGreaterThan(25_000_000);
        stream.Growth.ShouldBeLessThan(8_000_000);
    }

    [Fact]
    public async Task An_empty_database_has_nothing_to_back_up()
    {
        await using var empty = await PostgresServer.Shared.CreateEmptyDatabaseAsync();
        (await Should.ThrowAsync<BackupException>(() => BackupHouse.SaveAsync(empty.Owner))).Message.ShouldContain("nothing to back up");
    }

    /// <summary>The file's bytes and those of its entries, as text.</summary>
    private static async Task<string> ContentsAsync(byte[] backup)
    {
        var text = new StringBuilder(Encoding.Latin1.GetString(backup));
        await BackupHouse.ForgeAsync(backup, (_, bytes) =>
        {
            text.Append(Encoding.Latin1.GetString(bytes));
            return bytes;
        });
        return text.ToString();
    }
}
