using System.IO.Compression;
using Microsoft.Extensions.Hosting;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Secrets;
using PowerMeter.Tests.Integration.Scale;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup.Secrets;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>Backups of a site whose key ring is in the database (Keys:Store).</summary>
public sealed class MovedKeysTests : IAsyncLifetime, IDisposable
{
    private static readonly Passphrase Passphrase = Passphrase.Parse("correct horse battery");

    private readonly TemporaryDirectory _directory = new();
    private TestDatabase _here = null!;
    private TestDatabase _there = null!;

    public async ValueTask InitializeAsync()
    {
        _here = await PostgresServer.Shared.CreateDatabaseAsync();
        _there = await PostgresServer.Shared.CreateDatabaseAsync();
        var ring = await MakeRingAsync("here", _here);
        await _here.AddSensorAsync("Kitchen", driver: "citizenwatt", settings: $$"""{"aes_key": "{{new SecretBox(ring).Protect("1-2-3-4-5")}}"}""");
    }

    [Fact]
    public async Task Secrets_go_to_a_machine_with_another_master_key_whose_own_keys_stay()
    {
        var ring = await MakeRingAsync("there", _there);
        var own = new SecretBox(ring).Protect("of there");
        var backup = await BackupHouse.SaveAsync(_here.Web, (Places("here"), Passphrase));
        await BackupHouse.RestoreAsync(_there.Owner, backup, Places("there"), Passphrase);
        var box = new SecretBox(ring);
        box.Reveal(await SecretAsync()).ShouldBe("1-2-3-4-5");
        box.Reveal(own).ShouldBe("of there");
        (await _there.Owner.ScalarAsync<string>("select string_agg(xml, '') from data_protection_keys")).ShouldNotContain("<value>");
        // Again: nothing is there twice.
        await BackupHouse.RestoreAsync(_there.Owner, backup, Places("there"), Passphrase);
        (await _there.Owner.ScalarAsync<long>("select count(*) from data_protection_keys")).ShouldBe(2);
    }

    [Fact]
    public async Task Secrets_go_to_a_machine_whose_keys_are_files()
    {
        var places = Places("files") with { Master = null };
        await BackupHouse.RestoreAsync(_there.Owner, await BackupHouse.SaveAsync(_here.Web, (Places("here"), Passphrase)), places, Passphrase);
        new SecretBox(new KeyRing(places.KeyRing)).Reveal(await SecretAsync()).ShouldBe("1-2-3-4-5");
    }

    [Fact]
    public async Task Without_secrets_no_key_is_in_the_file_and_the_machines_own_stay()
    {
        var own = new SecretBox(await MakeRingAsync("there", _there)).Protect("of there");
        var backup = await BackupHouse.SaveAsync(_here.Web);
        await using (var zip = new ZipArchive(new MemoryStream(backup), ZipArchiveMode.Read)) zip.Entries.ShouldNotContain(entry => entry.FullName.Contains("keys", StringComparison.Ordinal));
        await BackupHouse.RestoreAsync(_there.Owner, backup);
        new SecretBox(Ring("there", _there)).Reveal(own).ShouldBe("of there");
    }

    [Fact]
    public async Task Without_the_right_master_key_there_is_no_backup_with_secrets() =>
        (await Should.ThrowAsync<SettingException>(() => BackupHouse.SaveAsync(_here.Web, (Places("wrong"), Passphrase)))).Message.ShouldContain("were encrypted by another master key");

    public async ValueTask DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    public void Dispose() => _directory.Dispose();

    private Task<string> SecretAsync() => _there.Owner.ScalarAsync<string>("select settings ->> 'aes_key' from sensors");

    private SecretPlaces Places(string machine) => new(_directory.File($"{machine}-keys"), _directory.File($"{machine}-identity")) { Master = Ring(machine, _here).Master };

    private KeyRing Ring(string machine, TestDatabase database)
    {
        var file = _directory.File($"{machine}-master");
        if (!File.Exists(file)) TwoMachines.MakeMasterKey(file);
        return new KeyRing(_directory.File($"{machine}-keys")) { Master = MasterKey.Load("Keys:MasterKeyFile", file), Database = () => database.Receiver };
    }

    /// <summary>As Web starts there once.</summary>
    private async Task<KeyRing> MakeRingAsync(string machine, TestDatabase database)
    {
        var ring = Ring(machine, database);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        ring.AddTo(builder.Services, _ => database.Web);
        using var web = builder.Build();
        await web.StartAsync();
        return ring;
    }
}
