using System.Globalization;

namespace PowerMeter.Web.Backup.Secrets;

/// <summary>Where the secrets that are files lie: the key ring and the device's key. Both directories are closed to others than their owner.</summary>
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

    /// <exception cref="Shared.Hosting.SettingException">A setting is wrong.</exception>
    public static SecretPlaces Read(IConfiguration configuration) => new(
        Shared.Secrets.KeyRing.Read(configuration).Directory,
        configuration["W3bstream:Directory"] is { Length: > 0 } directory ? directory : DefaultIdentity);

    /// <exception cref="BackupException">They cannot be read.</exception>
    public (IReadOnlyList<KeptFile> KeyRing, IReadOnlyList<KeptFile> Identity) Load()
    {
        try
        {
            return (Load(KeyRing, KeyPattern), Load(Identity, DeviceKey));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The secrets cannot be read: {e.Message} Run this as the user of the base station's programs, or leave --secrets out.", e);
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
            if (secrets.KeyRing.Count > 0) Try(KeyRing);
            if (secrets.Identity.Count > 0) Try(Identity);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The secrets cannot be put in place: {e.Message} Run this as the user of the base station's programs. Nothing was changed.", e);
        }
    }

    /// <summary>Adds the keys that are not there; one that is there stays, so that this does no harm when nothing comes of the rest.</summary>
    public void AddKeys(BackupSecrets secrets)
    {
        foreach (var file in secrets.KeyRing)
            if (!File.Exists(Path.Combine(KeyRing, file.Name))) Write(KeyRing, file.Name, file.Content);
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
            throw new BackupException($"The backup's secrets have a file '{odd.Name}', which this program does not know. Nothing was changed.");
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
