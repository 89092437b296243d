using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>Takes a backup that comes from a browser: into a file without a name in the directory of backups, which is gone with the job.</summary>
public sealed class BackupUploads(BackupDirectory directory, BackupOptions options, ReadOnlyMode readOnly)
{
    /// <summary>Bytes that stay free on the disk.</summary>
    private const long Reserve = 100_000_000;

    private const int BytesPerMegabyte = 1_000_000;

    /// <param name="length">Bytes that it says it has.</param>
    /// <param name="report">Called with the bytes that have come.</param>
    /// <returns>One that can seek, from its beginning.</returns>
    /// <exception cref="BackupException">It is too large, or the disk has no room.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task<Stream> TakeAsync(Stream body, long length, Action<long> report, CancellationToken cancel)
    {
        readOnly.Check();
        if (length > options.LargestUpload)
            throw new BackupException($"The file has {length / BytesPerMegabyte} MB; allowed: {options.LargestUpload / BytesPerMegabyte} MB (setting Backup:LargestUploadMegabytes). The command restores larger ones.");
        directory.Make();
        if (directory.FreeBytes is { } free && free < length + Reserve)
            throw new BackupException($"The disk of {directory.Path} has {free / BytesPerMegabyte} MB free, and the file needs {(length + Reserve) / BytesPerMegabyte} MB.");
        var file = UnnamedFile.CreateIn(directory.Path);
        try
        {
            await CopyAsync(body, file.Stream, length, report, cancel);
            file.Stream.Position = 0;
            return file.Stream;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task CopyAsync(Stream body, Stream file, long length, Action<long> report, CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        var taken = 0L;
        for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0; report(taken))
        {
            taken += read;
            if (taken > length) throw new BackupException($"More came than the {length} bytes that were announced.");
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        if (taken < length) throw new BackupException($"Of {length} bytes only {taken} came.");
    }
}
