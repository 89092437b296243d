using PowerMeter.Shared.Language;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>A file in the directory of backups that is given up before its disk is filled to the last byte, which would stop PostgreSQL.</summary>
internal sealed class SparingFile(string path, FileStreamOptions options, BackupDirectory directory) : FileStream(path, options)
{
    /// <summary>The key of what it says then.</summary>
    public const string Spared = "Disk_Spared";

    /// <exception cref="BackupException">The disk has no more to give.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (directory.FreeBytes is { } free && free < DiskRoom.Reserve)
            throw new BackupException(new Sentence(Spared, directory.Path, Position / DiskRoom.BytesPerMegabyte, free / DiskRoom.BytesPerMegabyte, DiskRoom.Reserve / DiskRoom.BytesPerMegabyte));
        return base.WriteAsync(buffer, cancellationToken);
    }
}
