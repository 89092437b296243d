using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Secrets;

namespace PowerMeter.Web.Backup.Format;

/// <summary>A backup that is open to be read. It stays open from the check to the end of the restore: what was checked is what is restored.</summary>
internal sealed class BackupFile : IAsyncDisposable
{
    private readonly ZipArchive _archive;
    private readonly Stream _stream;

    private BackupFile(Stream stream, ZipArchive archive, BackupManifest manifest) => (_stream, _archive, Manifest) = (stream, archive, manifest);

    public BackupManifest Manifest { get; }

    /// <summary>Of the file.</summary>
    public long Length => _stream.Length;

    /// <summary>Checks the seal over the whole file and reads the manifest; the entries are checked by <see cref="VerifyAsync"/>.</summary>
    /// <param name="stream">One that can seek; is closed with this, and when this cannot be opened.</param>
    /// <exception cref="BackupException">It is no backup, is damaged, or of a form that is not known.</exception>
    public static async Task<BackupFile> OpenAsync(Stream stream, BackupProgress progress, CancellationToken cancel)
    {
        ZipArchive? archive = null;
        try
        {
            await CheckSealAsync(stream, progress, cancel);
            ZipDirectory.RequireModest(stream);
            stream.Position = 0;
            archive = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
            var manifest = await ReadManifestAsync(archive, cancel);
            CheckEntries(archive, manifest);
            return new BackupFile(stream, archive, manifest);
        }
        catch (Exception e)
        {
            if (archive is not null) await archive.DisposeAsync();
            await stream.DisposeAsync();
            if (e is InvalidDataException or JsonException) throw new BackupException(new Sentence("Backup_NoBackupOr", e.Message), e);
            throw;
        }
    }

    /// <summary>What a file says of itself, at a glance: nothing of it is checked.</summary>
    /// <param name="stream">One that can seek; stays open.</param>
    /// <exception cref="BackupException">It is no backup, is damaged, or of a form that is not known.</exception>
    public static async Task<BackupManifest> PeekAsync(Stream stream, CancellationToken cancel)
    {
        try
        {
            ZipDirectory.RequireModest(stream);
            await using var archive = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancel);
            return await ReadManifestAsync(archive, cancel);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException)
        {
            throw new BackupException(new Sentence("Backup_NoBackupOr", e.Message), e);
        }
    }

    /// <summary>Reads every entry and compares it with the manifest.</summary>
    /// <exception cref="BackupException">One differs.</exception>
    public async Task VerifyAsync(BackupProgress progress, CancellationToken cancel)
    {
        progress.Begin(BackupPhase.Verifying, Manifest.Bytes);
        foreach (var entry in Manifest.Entries) await CopyAsync(entry, _ => ValueTask.CompletedTask, progress, cancel);
    }

    /// <summary>Gives the rows of an entry on, and compares them with the manifest.</summary>
    /// <exception cref="BackupException">They differ; what was given on is not to be kept.</exception>
    public async Task CopyAsync(BackupEntry entry, Func<ReadOnlyMemory<byte>, ValueTask> sink, BackupProgress progress, CancellationToken cancel)
    {
        progress.BeginPart(entry.Name);
        RowCount found;
        try
        {
            await using var rows = await _archive.GetEntry(entry.Name)!.OpenAsync(cancel);
            found = await RowCount.CopyAsync(rows, sink, progress, entry.Bytes, cancel);
        }
        catch (InvalidDataException e)
        {
            throw new BackupException(new Sentence("Backup_EntryUnread", entry.Name, e.Message), e);
        }

        if (found != new RowCount(entry.Rows, entry.Bytes, entry.Sha256))
            throw new BackupException(new Sentence("Backup_EntryDiffers", entry.Name, found.Rows, found.Bytes, entry.Rows, entry.Bytes));
    }

    /// <returns>Null: the file is without secrets.</returns>
    /// <exception cref="BackupException">The passphrase is missing or another one.</exception>
    public async Task<BackupSecrets?> ReadSecretsAsync(Passphrase? passphrase, CancellationToken cancel)
    {
        if (!Manifest.Secrets) return null;
        if (passphrase is null) throw new BackupException(new Sentence("Backup_PassphraseWanted"));
        var bytes = await ReadSmallAsync(_archive.GetEntry(BackupManifest.SecretsEntryName)!, SecretsCipher.MaxLength + 1024, cancel);
        return SecretsCipher.Decrypt(bytes, passphrase, BackupManifest.ContentsHash(Manifest.Entries));
    }

    public async ValueTask DisposeAsync()
    {
        await _archive.DisposeAsync();
        await _stream.DisposeAsync();
    }

    private static async Task CheckSealAsync(Stream stream, BackupProgress progress, CancellationToken cancel)
    {
        var length = stream.Length - SealedStream.SealLength;
        if (length <= 0) throw new BackupException(new Sentence("Backup_FileShort"));
        progress.Begin(BackupPhase.Verifying, length);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        stream.Position = 0;
        for (var left = length; left > 0;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), cancel);
            if (read == 0) throw new BackupException(new Sentence("Backup_FileShrank"));
            hash.AppendData(buffer.AsSpan(0, read));
            progress.Add(read);
            left -= read;
        }

        var seal = new byte[SealedStream.SealLength];
        await stream.ReadExactlyAsync(seal, cancel);
        if (!seal.AsSpan().StartsWith("sha256:"u8)) throw new BackupException(new Sentence("Backup_NoEnd"));
        if (!seal.AsSpan().SequenceEqual(SealedStream.SealOf(hash.GetHashAndReset()))) throw new BackupException(new Sentence("Backup_SealBroken"));
    }

    private static async Task<BackupManifest> ReadManifestAsync(ZipArchive archive, CancellationToken cancel)
    {
        var entry = archive.GetEntry(BackupManifest.EntryName) ?? throw new BackupException(new Sentence("Backup_NoManifest"));
        var bytes = await ReadSmallAsync(entry, BackupManifest.MaxLength, cancel);
        using (var json = JsonDocument.Parse(bytes))
        {
            // First of all: a form that is not known may have other members.
            var format = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("format", out var value) && value.TryGetInt32(out var number) ? number : 0;
            if (format != BackupManifest.KnownFormat)
                throw new BackupException(new Sentence("Backup_FormatUnknown", format, BackupManifest.KnownFormat));
        }

        return JsonSerializer.Deserialize(bytes, BackupJson.Default.BackupManifest)!;
    }

    private static void CheckEntries(ZipArchive archive, BackupManifest manifest)
    {
        var expected = manifest.Entries.Select(entry => entry.Name).Append(BackupManifest.EntryName);
        if (manifest.Secrets) expected = expected.Append(BackupManifest.SecretsEntryName);
        if (!archive.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)))
            throw new BackupException(new Sentence("Backup_OtherEntries"));
        foreach (var entry in manifest.Entries)
        {
            BackupLayout.Parse(entry);
            if (entry.Columns.Count == 0 || entry.Bytes < 0) throw new BackupException(new Sentence("Backup_EntryOdd", entry.Name));
        }
    }

    private static async Task<byte[]> ReadSmallAsync(ZipArchiveEntry entry, int mostBytes, CancellationToken cancel)
    {
        await using var stream = await entry.OpenAsync(cancel);
        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (bytes.Length + read > mostBytes) throw new BackupException(new Sentence("Backup_EntryLarge", entry.FullName, mostBytes));
            bytes.Write(buffer, 0, read);
        }

        return bytes.ToArray();
    }
}
