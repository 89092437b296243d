using PowerMeter.Shared.Database;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>What a backup must be for this program to restore it.</summary>
internal static class RestoreRules
{
    /// <exception cref="BackupException">Its schema is newer, or was made by other migrations.</exception>
    public static void Check(BackupManifest manifest)
    {
        if (manifest.Schema > Migrator.LatestVersion)
            throw new BackupException(new Sentence("Backup_SchemaNewer", manifest.Schema, manifest.Program, Migrator.LatestVersion));
        var ours = Migrator.Known.Where(migration => migration.Version <= manifest.Schema).Select(migration => new BackupMigration(migration.Version, migration.Name, migration.Sha256));
        if (ours.FirstOrDefault(migration => !manifest.Migrations.Contains(migration)) is { } missing)
            throw new BackupException(new Sentence("Backup_SchemaOther", missing.Name));
        if (manifest.Migrations.Count == 0 || manifest.Migrations.Count != Migrator.Known.Count(migration => migration.Version <= manifest.Schema))
            throw new BackupException(new Sentence("Backup_SchemaUnknown"));
    }
}
