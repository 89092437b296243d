using Microsoft.AspNetCore.DataProtection;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Accounts;

/// <summary>The keys that sign cookies and encrypt secrets. They lie in a directory, so that a restart signs nobody out.</summary>
internal static class KeyRing
{
    public const string DefaultDirectory = "/var/lib/powermeter/keys";
    private const string ApplicationName = "PowerMeter";

    /// <exception cref="SettingException">The directory cannot be made or written.</exception>
    public static void AddKeyRing(this IHostApplicationBuilder builder)
    {
        var reader = new SettingReader(builder.Configuration.GetSection("Keys"), "Keys");
        var directory = reader.Text("Directory", DefaultDirectory, "a directory that this process may write");
        reader.RejectUnknownKeys();
        try
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            if (OperatingSystem.IsLinux()) Directory.CreateDirectory(directory, OwnerOnly);
            else Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"Keys:Directory is '{directory}'; allowed: a directory that this process may write ({e.Message})", e);
        }

        builder.Services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToFileSystem(new DirectoryInfo(directory));
    }
}
