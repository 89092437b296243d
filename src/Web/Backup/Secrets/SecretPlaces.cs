using System.Globalization;
using System.Xml;
using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Secrets;

namespace PowerMeter.Web.Backup.Secrets;

/// <summary>
/// Where the secrets that are files lie: the key ring and the device's key. Both directories are closed to others than their owner.
/// A key ring in the database is moved in the form of those files, so that it goes to machines of another master key, and of none.
/// </summary>
/// <param name="KeyRing">Keys:Directory.</param>
/// <param name="Identity">W3bstream:Directory, which the Processor makes.</param>
internal sealed record SecretPlaces(string KeyRing, string Identity)
{
    private const string DefaultIdentity = "/var/lib/powermeter/identity";
    private const string DeviceKey = "device.pem";
    private const string KeyPattern = "key-*.xml";
    private const long LargestFile = 1 << 20;
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    /// <summary>What encrypts the key ring in the database; null: it lies in <see cref="KeyRing"/>.</summary>
    public MasterKey? Master { get; init; }

    /// <exception cref="Shared.Hosting.SettingException">A setting is wrong.</exception>
    public static SecretPlaces Read(IConfiguration configuration)
    {
        var ring = Shared.Secrets.KeyRing.Read(configuration);
        return new SecretPlaces(ring.Directory, configuration["W3bstream:Directory"] is { Length: > 0 } directory ? directory : DefaultIdentity) { Master = ring.Master };
    }

    /// <param name="keys">Those in the database.</param>
    /// <exception cref="BackupException">They cannot be read.</exception>
    /// <exception cref="Shared.Hosting.SettingException">Those in the database were encrypted by another master key.</exception>
    public (IReadOnlyList<KeptFile> KeyRing, IReadOnlyList<KeptFile> Identity) Load(IReadOnlyList<(string Name, string Xml)> keys)
    {
        try
        {
            var ring = Master is null ? Load(KeyRing, KeyPattern) : [.. keys.Select(key => new KeptFile($"{key.Name}.xml", MovableKey.Open(key.Xml, Master)))];
            return (ring, Load(Identity, DeviceKey));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(new Sentence("Backup_SecretsUnread", e.Message), e);
        }
    }

    /// <summary>Whether the places can be written, tried before anything is changed.</summary>
    /// <exception cref="BackupException">They cannot.</exception>
    public void RequireWritable(BackupSecrets secrets)
    {
        Check(secrets.KeyRing, name => name.StartsWith("key-", StringComparison.Ordinal) && name.EndsWith(".xml", StringComparison.Ordinal));
        Check(secrets.Identity, name => name == DeviceKey);
        try
        {
            if (secrets.KeyRing.Count > 0 && Master is null) Try(KeyRing);
            if (secrets.Identity.Count > 0) Try(Identity);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException(new Sentence("Backup_SecretsUnwritten", e.Message), e);
        }
    }

    /// <summary>Adds the keys that are not there; one that is there stays, so that this does no harm when nothing comes of the rest.</summary>
    /// <exception cref="BackupException">One of them is no key.</exception>
    public async Task AddKeysAsync(NpgsqlConnection connection, BackupSecrets secrets, CancellationToken cancel)
    {
        const string Add = "insert into data_protection_keys (name, xml) values ($1, $2) on conflict (name) do nothing";
        foreach (var file in secrets.KeyRing)
            if (Master is not null) await connection.RunAsync(Add, cancel, Path.GetFileNameWithoutExtension(file.Name), Seal(file, Master));
            else if (!File.Exists(Path.Combine(KeyRing, file.Name))) Write(KeyRing, file.Name, file.Content);
    }

    /// <summary>Puts the device's key in place; another one that is there is kept beside it.</summary>
    /// <returns>Where the other one is now; null when there was none, or the same.</returns>
    public string? PutIdentity(BackupSecrets secrets, TimeProvider clock)
    {
        if (secrets.Identity.Count == 0) return null;
        var (file, path) = (secrets.Identity[0], Path.Combine(Identity, DeviceKey));
        string? kept = null;
        if (File.Exists(path))
        {
            if (File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content)) return null;
            var time = clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
            kept = Path.Combine(Identity, $"device-{time}.pem");
            Write(Identity, Path.GetFileName(kept), File.ReadAllBytes(path));
        }

        Write(Identity, DeviceKey, file.Content);
        return kept;
    }

    private static string Seal(KeptFile file, MasterKey master)
    {
        try
        {
            return MovableKey.Seal(file.Content, master);
        }
        catch (XmlException e)
        {
            throw new BackupException(new Sentence("Backup_KeyNone", file.Name, e.Message), e);
        }
    }

    private static List<KeptFile> Load(string directory, string pattern)
    {
        if (!Directory.Exists(directory)) return [];
        return [.. Directory.GetFiles(directory, pattern).Order(StringComparer.Ordinal).Select(path => new FileInfo(path).Length <= LargestFile
            ? new KeptFile(Path.GetFileName(path), File.ReadAllBytes(path))
            : throw new IOException($"{path} is larger than {LargestFile} bytes, which no key is."))];
    }

    // Names come from a file that others may have made: none may lead elsewhere.
    private static void Check(IReadOnlyList<KeptFile> files, Func<string, bool> isKnown)
    {
        if (files.FirstOrDefault(file => !isKnown(file.Name) || file.Name != Path.GetFileName(file.Name) || file.Content.Length > LargestFile) is { } odd)
            throw new BackupException(new Sentence("Backup_OddSecret", odd.Name));
    }

    private static void Try(string directory)
    {
        Directory.CreateDirectory(directory, DirectoryMode);
        var path = Path.Combine(directory, $".{Guid.NewGuid():N}.new");
        File.Create(path).Dispose();
        File.Delete(path);
    }

    /// <summary>Whole under another name first, so that a power cut leaves the old one or the new one.</summary>
    private static void Write(string directory, string name, byte[] content)
    {
        Directory.CreateDirectory(directory, DirectoryMode);
        var unfinished = Path.Combine(directory, $".{Guid.NewGuid():N}.new");
        try
        {
            using (var file = new FileStream(unfinished, new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = FileMode, BufferSize = 0 }))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, Path.Combine(directory, name), overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
