using System.IO.Compression;
using System.Text.Json;
using Npgsql;
using PowerMeter.Tests.TestKit;
using PowerMeter.Web.Backup;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Backup.Restore;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Tests.Integration.Backup;

/// <summary>Short ways to back a test's database up and to restore it elsewhere.</summary>
internal static class BackupHouse
{
    public static SecretPlaces NoPlaces { get; } = new("/nowhere/keys", "/nowhere/identity");

    public static async Task<byte[]> SaveAsync(NpgsqlDataSource source, (SecretPlaces, Passphrase)? secrets = null)
    {
        using var bytes = new MemoryStream();
        await new BackupWriter(source, new BackupProgress()).WriteAsync(bytes, secrets, CancellationToken.None);
        return bytes.ToArray();
    }

    public static Task<BackupFile> OpenAsync(byte[] backup) => BackupFile.OpenAsync(new MemoryStream(backup, writable: false), new BackupProgress(), CancellationToken.None);

    /// <summary>All of what the command does, but asking and the backup of before.</summary>
    public static async Task<RestoreResult> RestoreAsync(
        NpgsqlDataSource owner, byte[] backup, SecretPlaces? places = null, Passphrase? passphrase = null, Stream? through = null, CancellationToken cancel = default)
    {
        await using var file = await BackupFile.OpenAsync(through ?? new MemoryStream(backup, writable: false), new BackupProgress(), cancel);
        var restorer = new Restorer(owner, places ?? NoPlaces, new BackupProgress(), TimeProvider.System);
        var secrets = await restorer.CheckAsync(file, passphrase, withoutSecrets: false, cancel);
        return await restorer.RestoreAsync(file, secrets, cancel);
    }

    /// <summary>Opens and verifies, as before a restore.</summary>
    public static async Task<BackupManifest> VerifyAsync(byte[] backup)
    {
        await using var file = await OpenAsync(backup);
        await file.VerifyAsync(new BackupProgress(), CancellationToken.None);
        return file.Manifest;
    }

    /// <summary>The same file with something else in it, and a seal that fits: as somebody might make it who knows the form.</summary>
    /// <param name="entry">Gives an entry's new bytes; null leaves it out.</param>
    public static async Task<byte[]> ForgeAsync(byte[] backup, Func<string, byte[], byte[]?> entry)
    {
        using var forged = new MemoryStream();
        await using var seal = new SealedStream(forged);
        await using (var from = new ZipArchive(new MemoryStream(backup), ZipArchiveMode.Read))
        await using (var to = new ZipArchive(seal, ZipArchiveMode.Create, leaveOpen: true))
        {
            to.Comment = SealedStream.Placeholder;
            foreach (var old in from.Entries)
            {
                using var bytes = new MemoryStream();
                await using (var stream = await old.OpenAsync()) await stream.CopyToAsync(bytes);
                if (entry(old.FullName, bytes.ToArray()) is not { } changed) continue;
                await using var written = await to.CreateEntry(old.FullName).OpenAsync();
                await written.WriteAsync(changed);
            }
        }

        await seal.SealAsync(CancellationToken.None);
        return forged.ToArray();
    }

    public static Task<byte[]> ForgeManifestAsync(byte[] backup, Func<BackupManifest, BackupManifest> change) => ForgeAsync(backup, (name, bytes) =>
        name == BackupManifest.EntryName
            ? JsonSerializer.SerializeToUtf8Bytes(change(JsonSerializer.Deserialize(bytes, BackupJson.Default.BackupManifest)!), BackupJson.Default.BackupManifest)
            : bytes);

    /// <summary>What all tables hold that are backed up, as one hash, whatever order the rows are in.</summary>
    public static async Task<string> FingerprintAsync(TestDatabase database)
    {
        var parts = new List<string>();
        foreach (var table in BackupTables.All)
        {
            if (!await database.Owner.ScalarAsync<bool>("select to_regclass($1) is not null", table.Name)) continue;
            parts.Add($"{table.Name}: {await database.Owner.ScalarAsync<string>($"select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from {table.Name} as t")}");
        }

        return string.Join("\n", parts);
    }
}
