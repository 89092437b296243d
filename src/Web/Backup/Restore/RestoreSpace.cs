using Npgsql;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Backup.Format;
using PowerMeter.Web.Server;
using PowerMeter.Web.Storage;

namespace PowerMeter.Web.Backup.Restore;

/// <summary>Whether the database's disk has room for what is restored beside what is there until the end.</summary>
internal static class RestoreSpace
{
    /// <summary>Tables and their indexes take about twice the bytes of the rows as text.</summary>
    private const double Growth = 2;


    /// <exception cref="BackupException">It has not. A database on another machine is not asked.</exception>
    public static void Check(NpgsqlDataSource database, BackupManifest manifest)
    {
        if (StorageQuery.OtherHostOf(database) is not null || StorageDisk.OfThisMachine() is not { } disk) return;
        Check(disk, manifest.Bytes);
    }

    /// <param name="rowBytes">Of the rows as text.</param>
    internal static void Check(StorageDisk disk, long rowBytes)
    {
        var needed = (long)(rowBytes * Growth);
        if (disk.FreeBytes < needed)
            throw new BackupException(new Sentence("Backup_NoRoom", disk.Path, disk.FreeBytes / DiskRoom.BytesPerMegabyte, needed / DiskRoom.BytesPerMegabyte));
    }
}
