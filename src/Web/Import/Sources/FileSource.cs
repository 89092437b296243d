using System.IO.Compression;

namespace PowerMeter.Web.Import.Sources;

/// <summary>A file, packed with gzip or not.</summary>
/// <param name="open">Opens it anew, or sets it back to its beginning.</param>
public sealed class FileSource(Func<FileStream> open) : IImportSource
{
    public async Task<ImportInput> OpenAsync(CancellationToken cancel)
    {
        var file = open();
        try
        {
            var length = file.Length;
            var magic = new byte[2];
            var read = await file.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false, cancel);
            file.Position = 0;
            var packed = read == 2 && magic is [0x1f, 0x8b]; // RFC 1952, section 2.3.1
            Stream text = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
            return new ImportInput(text, _ => length == 0 ? 1 : (double)file.Position / length);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
