using Microsoft.Win32.SafeHandles;

namespace PowerMeter.Web.Import.Sources;

/// <summary>
/// What comes on standard input. A file that was opened by the caller, who may read what this process's user may not, is
/// read where it lies; a pipe is kept in a file without a name, since it has to be read twice.
/// </summary>
internal static class StandardInput
{
    private const int BufferSize = 1 << 16;

    public static async Task<FileSource> OpenAsync(CancellationToken cancel)
    {
        var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, BufferSize);
        if (!input.CanSeek)
        {
            var kept = new FileStream(
                Path.Combine(Path.GetTempPath(), $"powermeter-import-{Guid.NewGuid():N}"),
                new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.ReadWrite,
                    UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                    BufferSize = BufferSize,
                });
            // Without a name it is gone with this process, however that ends.
            File.Delete(kept.Name);
            await input.CopyToAsync(kept, cancel);
            await kept.FlushAsync(cancel);
            input = kept;
        }

        // The same file each time: a new stream over its handle.
        var handle = input.SafeFileHandle;
        return new FileSource(() =>
        {
            GC.KeepAlive(input);
            var again = new FileStream(new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, BufferSize);
            again.Position = 0;
            return again;
        });
    }
}
