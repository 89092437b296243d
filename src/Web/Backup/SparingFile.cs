using PowerMeter.Shared.Language;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>A file in the directory of backups that is given up before its disk is filled to the last byte, which would stop PostgreSQL.</summary>
internal sealed class SparingFile(string path, FileStreamOptions options, BackupDirectory directory) : FileStream(path, options)
{
    private const int BytesPerMegabyte = 1_000_000;

    /// <exception cref="BackupException">The disk has no more to give.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (directory.FreeBytes is { } free && free < DiskRoom.Reserve)
            throw new BackupException(new Sentence("Disk_Spared", directory.Path, Position / BytesPerMegabyte, free / BytesPerMegabyte, DiskRoom.Reserve / BytesPerMegabyte));
        return base.WriteAsync(buffer, cancellationToken);
    }
}
