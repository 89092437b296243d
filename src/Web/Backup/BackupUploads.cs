using Microsoft.AspNetCore.Http.Features;
using PowerMeter.Shared.Language;
using PowerMeter.Web.Import.Sources;
using PowerMeter.Web.Server;

namespace PowerMeter.Web.Backup;

/// <summary>Takes a backup that comes from a browser: into a file without a name in the directory of backups, which is gone with the job.</summary>
public sealed class BackupUploads(BackupDirectory directory, BackupOptions options, ReadOnlyMode readOnly) : IDisposable
{
    private readonly BackupTurn _turn = new();

    /// <summary>The most bytes that are taken just now: by the setting, and by what the disk has.</summary>
    public long Most => Math.Max(0, Math.Min(options.LargestUpload, directory.FreeBytes is { } free ? free - DiskRoom.Reserve : long.MaxValue));

    /// <summary>Why the last one was not taken, for the page: a browser that still sends hardly hears the answer. Null: it was.</summary>
    public Sentence? Refusal { get; internal set; }

    /// <param name="length">Bytes that a file has.</param>
    /// <returns>Why it would not be taken just now; null: it would be.</returns>
    public Sentence? ObstacleTo(long length)
    {
        if (length > options.LargestUpload) return new Sentence("Backup_UploadLarge", length / DiskRoom.BytesPerMegabyte, options.LargestUpload / DiskRoom.BytesPerMegabyte);
        return DiskRoom.ObstacleTo(directory.Path, directory.FreeBytes, length + DiskRoom.Reserve);
    }

    /// <summary>One at a time, so that two do not share the room that each was promised.</summary>
    /// <returns>Null: another one comes in.</returns>
    public IDisposable? TryBegin() => _turn.TryTake();

    /// <summary>Lets a call bring what the setting allows, more than the server takes of others.</summary>
    internal static void AllowSize(HttpContext http)
    {
        // TakeAsync counts the bytes itself.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
    }

    public void Dispose() => _turn.Dispose();

    /// <param name="length">Bytes that it says it has.</param>
    /// <returns>One that can seek, from its beginning.</returns>
    /// <exception cref="BackupException">It is too large, or the disk does not take it.</exception>
    /// <exception cref="IOException">Who sends it has gone.</exception>
    /// <exception cref="ReadOnlyException">The site is read-only.</exception>
    public async Task<Stream> TakeAsync(Stream body, long length, CancellationToken cancel)
    {
        readOnly.Check();
        if (ObstacleTo(length) is { } obstacle) throw new BackupException(obstacle);
        directory.Make();
        var file = Create();
        try
        {
            await CopyAsync(body, file.Stream, length, cancel);
            file.Stream.Position = 0;
            return file.Stream;
        }
        catch (Exception e)
        {
            var written = file.Stream.Length;
            await file.DisposeAsync();
            // What the network says of a call that was cut is an IOException, too.
            if (DiskFault.Of(e, directory.Path, directory.FreeBytes, written) is { } said) throw new BackupException(said, e);
            throw;
        }
    }

    private UnnamedFile Create()
    {
        try
        {
            return UnnamedFile.CreateIn(directory.Path);
        }
        catch (Exception e) when (DiskFault.Is(e))
        {
            throw new BackupException(directory.Said(e), e);
        }
    }

    private static async Task CopyAsync(Stream body, Stream file, long length, CancellationToken cancel)
    {
        var buffer = new byte[1 << 16];
        var taken = 0L;
        for (int read; (read = await body.ReadAsync(buffer, cancel)) > 0;)
        {
            taken += read;
            if (taken > length) throw new BackupException(new Sentence("Backup_UploadMore", length));
            await file.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        if (taken < length) throw new BackupException(new Sentence("Backup_UploadLess", length, taken));
    }
}
