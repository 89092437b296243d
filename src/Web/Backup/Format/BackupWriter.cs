using System.IO.Compression;
using System.Text.Json;
using Npgsql;
using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Web.Backup.Format;

/// <summary>Writes a backup of one snapshot of the database as a stream, in constant memory.</summary>
internal sealed class BackupWriter(NpgsqlDataSource database, BackupProgress progress)
{
    /// <param name="output">Need not be one that can seek; is left open.</param>
    /// <param name="secrets">Null: the file is without secrets.</param>
    /// <exception cref="BackupException">There is nothing to back up, or the schema is not known.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public async Task<BackupManifest> WriteAsync(Stream output, (SecretPlaces Places, Passphrase Passphrase)? secrets, CancellationToken cancel)
    {
        await using var snapshot = await BackupSnapshot.TakeAsync(database, cancel);
        var migrations = await snapshot.ReadMigrationsAsync(cancel);
        if (migrations.Count == 0) throw new BackupException(new Sentence("Backup_NoSchema"));
        var kept = secrets?.Places.Load(await snapshot.ReadKeysAsync(cancel));
        progress.Begin(BackupPhase.Saving);
        await using var seal = new SealedStream(output);
        BackupManifest manifest;
        await using (var archive = await ZipArchive.CreateAsync(seal, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancel))
        {
            archive.Comment = SealedStream.Placeholder;
            var zip = new ZipOutput(archive, seal, await snapshot.ReadTimeAsync(cancel));
            var entries = await WriteTablesAsync(snapshot, zip, cancel);
            var (names, sensors, token) = await snapshot.ReadProtectedAsync(cancel);
            if (secrets is { } given && kept is { } files)
            {
                var all = new BackupSecrets(files.KeyRing, files.Identity, sensors, token);
                await zip.WriteAsync(BackupManifest.SecretsEntryName, SecretsCipher.Encrypt(all, given.Passphrase, BackupManifest.ContentsHash(entries)), cancel);
            }

            manifest = await DescribeAsync(snapshot, migrations, zip.Time, entries, secrets is not null, names, cancel);
            await zip.WriteAsync(BackupManifest.EntryName, JsonSerializer.SerializeToUtf8Bytes(manifest, BackupJson.Default.BackupManifest), cancel);
        }

        await seal.SealAsync(cancel);
        return manifest;
    }

    private async Task<List<BackupEntry>> WriteTablesAsync(BackupSnapshot snapshot, ZipOutput zip, CancellationToken cancel)
    {
        var columns = await snapshot.ReadColumnsAsync(cancel);
        var entries = new List<BackupEntry>();
        foreach (var table in BackupTables.All)
        {
            if (!columns.TryGetValue(table.Name, out var ofTable)) continue;
            if (table.IsByMonth)
                foreach (var month in await snapshot.ReadMonthsAsync(table.Name, cancel))
                    entries.Add(await WriteAsync(snapshot, zip, table, ofTable, month, cancel));
            else
                entries.Add(await WriteAsync(snapshot, zip, table, ofTable, null, cancel));
        }

        return entries;
    }

    private async Task<BackupEntry> WriteAsync(BackupSnapshot snapshot, ZipOutput zip, BackupTable table, List<string> columns, DateOnly? month, CancellationToken cancel)
    {
        var name = BackupLayout.NameOf(table, month);
        progress.BeginPart(name);
        // Closed by hand: one that is given up waits for rows that nobody wants.
        var rows = await snapshot.ExportAsync(table, columns, month, cancel);
        try
        {
            var count = await zip.CopyAsync(name, rows.BaseStream, progress, cancel);
            await rows.DisposeAsync();
            return new BackupEntry(name, table.Name, columns, count.Rows, count.Bytes, count.Sha256);
        }
        catch
        {
            await GiveUpAsync(rows);
            throw;
        }
    }

    // The first failure is the one to tell; the connection is closed whatever this says.
    private static async Task GiveUpAsync(NpgsqlCopyTextReader rows)
    {
        try
        {
            await rows.CancelAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException or OperationCanceledException)
        {
        }
    }

    private static async Task<BackupManifest> DescribeAsync(
        BackupSnapshot snapshot, IReadOnlyList<BackupMigration> migrations, DateTimeOffset time, List<BackupEntry> entries, bool hasSecrets, IReadOnlyList<LeftOutSecret> leftOut, CancellationToken cancel)
    {
        var settings = await snapshot.ReadSettingsAsync(cancel);
        return new BackupManifest(
            BackupManifest.KnownFormat,
            typeof(BackupWriter).Assembly.GetName().Version!.ToString(3),
            migrations[^1].Version,
            migrations,
            await snapshot.ReadEpochAsync(cancel),
            time,
            settings.GetValueOrDefault(Setting.SiteName, "PowerMeter"),
            settings.GetValueOrDefault(Setting.TimeZone, "UTC"),
            await snapshot.ReadSequencesAsync(cancel),
            hasSecrets,
            leftOut,
            entries);
    }
}
