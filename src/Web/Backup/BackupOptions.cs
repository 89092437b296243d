using NodaTime;
using NodaTime.Text;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Backup;

/// <summary>Where backups lie, and which the base station makes by itself.</summary>
public sealed record BackupOptions
{
    public const string DefaultDirectory = "/var/lib/powermeter/backups";
    private const string DefaultOwnerPasswordFile = "/var/lib/powermeter/passwords/powermeter_owner.pgpass";
    private const int BytesPerMegabyte = 1_000_000;

    /// <summary>Where they lie; made, for its owner alone, when it is missing. Default: /var/lib/powermeter/backups.</summary>
    public string Directory { get; init; } = DefaultDirectory;

    /// <summary>Whether the Web process makes backups by itself. Default: true.</summary>
    public bool Nightly { get; init; } = true;

    /// <summary>When, by the site's clock. Default: 03:30.</summary>
    public LocalTime Time { get; init; } = new(3, 30);

    /// <summary>
    /// Bytes (setting MegabytesPerDay) that these backups may write a day, on average: one that is larger is made every second night, every
    /// third and so on, at most every 31st. 1 to 1,000,000 MB. Default: 50 MB, so that an SD card lasts.
    /// </summary>
    public long BytesPerDay { get; init; } = 50L * BytesPerMegabyte;

    /// <summary>How many of the newest are kept: 1 to 366. Default: 7.</summary>
    public int KeepNewest { get; init; } = 7;

    /// <summary>Of how many weeks before these one each is kept: 0 to 520. Default: 4.</summary>
    public int KeepWeeks { get; init; } = 4;

    /// <summary>The largest file that the page takes, in bytes: 1 to 1,000,000 MB. Default: 20,000 MB.</summary>
    public long LargestUpload { get; init; } = 20_000L * BytesPerMegabyte;

    /// <summary>
    /// libpq's password file with the login of powermeter_owner, by which the page restores. Empty, or closed to the Web process: a backup is
    /// restored by the command alone. Default: /var/lib/powermeter/passwords/powermeter_owner.pgpass.
    /// </summary>
    public string OwnerPasswordFile { get; init; } = DefaultOwnerPasswordFile;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static BackupOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Backup");
        var reader = new SettingReader(section, "Backup");
        var time = reader.Text("Time", "03:30", "a time of day, such as 03:30");
        var options = new BackupOptions
        {
            Directory = Path.GetFullPath(reader.Text("Directory", DefaultDirectory, "a directory that this process may write")),
            Nightly = reader.Flag("Nightly", true),
            Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).TryGetValue(default, out var parsed) ? parsed : throw SettingException.NotAllowed("Backup:Time", time, "a time of day, such as 03:30"),
            BytesPerDay = (long)reader.WholeNumber("MegabytesPerDay", 50, 1, 1_000_000) * BytesPerMegabyte,
            KeepNewest = reader.WholeNumber("KeepNewest", 7, 1, 366),
            KeepWeeks = reader.WholeNumber("KeepWeeks", 4, 0, 520),
            LargestUpload = (long)reader.WholeNumber("LargestUploadMegabytes", 20_000, 1, 1_000_000) * BytesPerMegabyte,
            OwnerPasswordFile = section["OwnerPasswordFile"] is null ? DefaultOwnerPasswordFile : reader.OptionalText("OwnerPasswordFile"),
        };
        _ = reader.OptionalText("OwnerPasswordFile");
        reader.RejectUnknownKeys();
        return options;
    }
}
