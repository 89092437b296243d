using PowerMeter.Web.Backup.Format;

namespace PowerMeter.Web.Backup;

/// <summary>A file of the directory of backups, and what it says of itself.</summary>
/// <param name="Manifest">Null: it cannot be read as a backup.</param>
/// <param name="IsVerified">It was made by the base station, which gives a file its name when all of it was read back.</param>
public sealed record ListedBackup(StoredBackup File, BackupManifest? Manifest, bool IsVerified);
