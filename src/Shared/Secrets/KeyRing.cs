using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Secrets;

/// <summary>
/// The keys that sign cookies and encrypt secrets. They lie in a directory that the processes of a base station share,
/// so that a restart signs nobody out. Only Web makes keys: a key that another user's process made, root's Receiver
/// above all, might be closed to Web.
/// </summary>
/// <param name="Directory">Set as <c>Keys:Directory</c>; Web's user owns it and nobody else may read it, but root. Default: /var/lib/powermeter/keys.</param>
public sealed record KeyRing(string Directory)
{
    public const string DefaultDirectory = "/var/lib/powermeter/keys";
    private const string ApplicationName = "PowerMeter";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static KeyRing Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Keys"), "Keys");
        var ring = new KeyRing(reader.Text("Directory", DefaultDirectory, "a directory that this process may write"));
        reader.RejectUnknownKeys();
        return ring;
    }

    /// <exception cref="SettingException">The directory cannot be made.</exception>
    public void MakeDirectory()
    {
        try
        {
            if (OperatingSystem.IsLinux()) System.IO.Directory.CreateDirectory(Directory, OwnerOnly);
            else System.IO.Directory.CreateDirectory(Directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"Keys:Directory is '{Directory}'; allowed: a directory that this process may write ({e.Message})", e);
        }
    }

    /// <summary>For Web: makes keys as they are needed.</summary>
    public void AddTo(IServiceCollection services) => services.AddDataProtection()
        .SetApplicationName(ApplicationName).PersistKeysToFileSystem(new DirectoryInfo(Directory));

    /// <summary>With the keys that are there now; makes none.</summary>
    /// <exception cref="SettingException">There is no key, or none that may be read.</exception>
    internal IDataProtector Protector(string purpose)
    {
        RequireKeys();
        return DataProtectionProvider
            .Create(new DirectoryInfo(Directory), builder => builder.SetApplicationName(ApplicationName).DisableAutomaticKeyGeneration())
            .CreateProtector(purpose);
    }

    private void RequireKeys()
    {
        try
        {
            // Asked before the directory is used: whoever asks for the keys of one that is missing makes it, as his own.
            var keys = System.IO.Directory.Exists(Directory) ? System.IO.Directory.GetFiles(Directory, "key-*.xml") : [];
            if (keys.Length == 0)
                throw new SettingException($"There is no key in {Directory} (Keys:Directory), or it is closed to this user. Web makes the first key when it starts: start it once, and run this as the same user or as root.");
            foreach (var key in keys) File.OpenRead(key).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The keys in {Directory} (Keys:Directory) cannot be read: {e.Message} Run this as the user of the Web process, or as root.", e);
        }
    }
}
