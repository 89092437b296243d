using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Shared.Secrets;

/// <summary>
/// The keys that sign cookies and encrypt secrets, so that a restart signs nobody out. They lie in a directory that the
/// processes of a base station share; or, when there are several machines, in the database, each encrypted by a
/// <see cref="MasterKey"/>. Only Web makes keys: a key that another user's process made, root's Receiver above all, might be
/// closed to Web.
/// </summary>
/// <param name="Directory">Set as <c>Keys:Directory</c>; Web's user owns it and nobody else may read it, but root. Default: /var/lib/powermeter/keys.</param>
public sealed record KeyRing(string Directory)
{
    public const string DefaultDirectory = "/var/lib/powermeter/keys";
    private const string ApplicationName = "PowerMeter";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Set as <c>Keys:MasterKeyFile</c>, with <c>Keys:Store</c> = database; null: the keys lie in the directory.</summary>
    public MasterKey? Master { get; init; }

    /// <summary>Where the keys in the database are read; needed with <see cref="Master"/>.</summary>
    public Func<NpgsqlDataSource>? Database { get; init; }

    /// <summary>For messages.</summary>
    public string Place => Master is null ? $"{Directory} (Keys:Directory)" : "the database (Keys:Store)";

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static KeyRing Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var reader = new SettingReader(configuration.GetSection("Keys"), "Keys");
        var ring = new KeyRing(reader.Text("Directory", DefaultDirectory, "a directory that this process may write"));
        var inDatabase = reader.Choice("Store", "directory", "directory", "database") == "database";
        var file = reader.OptionalText("MasterKeyFile");
        reader.RejectUnknownKeys();
        if (!inDatabase && file.Length > 0) throw SettingException.NotAllowed(reader.Name("MasterKeyFile"), file, "nothing, as long as Keys:Store is directory");
        return inDatabase ? ring with { Master = MasterKey.Load(reader.Name("MasterKeyFile"), file) } : ring;
    }

    /// <exception cref="SettingException">The directory cannot be made.</exception>
    public void MakeDirectory()
    {
        if (Master is not null) return;
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
    /// <param name="database">Where it may write them; needed for keys in the database.</param>
    public void AddTo(IServiceCollection services, Func<IServiceProvider, NpgsqlDataSource>? database = null)
    {
        if (Master is null)
        {
            services.AddDataProtection().SetApplicationName(ApplicationName).PersistKeysToFileSystem(new DirectoryInfo(Directory));
            return;
        }

        // Before data protection's own, which would make a key by itself.
        services.AddSingleton(all => new KeyTable(database!(all), Master));
        services.AddHostedService(all => ActivatorUtilities.CreateInstance<FirstKey>(all, this));
        PersistTo(services, all => all.GetRequiredService<KeyTable>());
    }

    /// <summary>With the keys that are there now; makes none.</summary>
    /// <exception cref="SettingException">There is no key, or none that may be read.</exception>
    internal IDataProtector Protector(string purpose)
    {
        if (Master is not null) return ProtectorOf(new KeyTable(Database!(), Master), purpose);
        RequireKeys();
        return DataProtectionProvider
            .Create(new DirectoryInfo(Directory), builder => builder.SetApplicationName(ApplicationName).DisableAutomaticKeyGeneration())
            .CreateProtector(purpose);
    }

    private IDataProtector ProtectorOf(KeyTable table, string purpose)
    {
        try
        {
            if (table.GetAllElements().Count == 0)
                throw new SettingException("There is no key in the database (Keys:Store). Web makes the first key when it starts: start it once.");
        }
        catch (NpgsqlException e)
        {
            throw new SettingException($"The keys cannot be read from the database (Keys:Store): {e.Message}", e);
        }

        var services = new ServiceCollection();
        PersistTo(services, _ => table).DisableAutomaticKeyGeneration();
        // Not disposed of: the protector goes on using it.
        return services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>().CreateProtector(purpose);
    }

    private IDataProtectionBuilder PersistTo(IServiceCollection services, Func<IServiceProvider, KeyTable> table)
    {
        services.AddSingleton(Master!);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(all => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = table(all);
            options.XmlEncryptor = new MasterKeyEncryptor(Master!);
        }));
        return services.AddDataProtection().SetApplicationName(ApplicationName);
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
