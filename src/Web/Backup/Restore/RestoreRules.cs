using PowerMeter.Shared.Database;
using PowerMeter.Web.Backup.Format;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>What a backup must be for this program to restore it.</summary>
internal static class RestoreRules
{
    /// <exception cref="BackupException">Its schema is newer, or was made by other migrations.</exception>
    public static void Check(BackupManifest manifest)
    {
        if (manifest.Schema > Migrator.LatestVersion)
            throw new BackupException($"The backup has schema {manifest.Schema} (made by PowerMeter {manifest.Program}), this program knows {Migrator.LatestVersion} at most: install the newer program and restore again. Nothing was changed.");
        var ours = Migrator.Known.Where(migration => migration.Version <= manifest.Schema).Select(migration => new BackupMigration(migration.Version, migration.Name, migration.Sha256));
        if (ours.FirstOrDefault(migration => !manifest.Migrations.Contains(migration)) is { } missing)
            throw new BackupException($"The backup's schema was not made by migration {missing.Name} as this program has it: it comes from a program that was built otherwise. Nothing was changed.");
        if (manifest.Migrations.Count == 0 || manifest.Migrations.Count != Migrator.Known.Count(migration => migration.Version <= manifest.Schema))
            throw new BackupException("The backup's schema was made by migrations that this program does not have. Nothing was changed.");
    }
}
