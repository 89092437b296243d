using System.IO.Compression;

namespace PowerMeter.Web.Backup.Format;

/// <summary>Writes entries to a ZIP one after the other; after each piece, what is compressed goes on.</summary>
/// <param name="Time">What the entries are dated by: they are of one instant.</param>
internal sealed record ZipOutput(ZipArchive Archive, SealedStream Seal, DateTimeOffset Time)
{
    public async Task WriteAsync(string name, byte[] content, CancellationToken cancel)
    {
        await using (var stream = await OpenAsync(name, cancel)) await stream.WriteAsync(content, cancel);
        await Seal.PassOnAsync(cancel);
    }

    public async Task<RowCount> CopyAsync(string name, Stream rows, BackupProgress progress, CancellationToken cancel)
    {
        RowCount count;
        await using (var stream = await OpenAsync(name, cancel))
        {
            count = await RowCount.CopyAsync(rows, WriteAsync, progress, long.MaxValue, cancel);

            async ValueTask WriteAsync(ReadOnlyMemory<byte> piece)
            {
                await stream.WriteAsync(piece, cancel);
                await Seal.PassOnAsync(cancel);
            }
        }

        await Seal.PassOnAsync(cancel);
        return count;
    }

    private async Task<Stream> OpenAsync(string name, CancellationToken cancel)
    {
        // The fastest level: on a small machine compressing takes longer than reading, and the file grows by a sixth only.
        var entry = Archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Time.UtcDateTime;
        return await entry.OpenAsync(cancel);
    }
}
