namespace PowerMeter.Web.Backup.Format;

/// <summary>A migration that the backed-up schema was made by.</summary>
/// <param name="Sha256">Of its text, in lower-case hexadecimal, as in <c>schema_version</c>.</param>
public sealed record BackupMigration(int Version, string Name, string Sha256);
