using Microsoft.Win32.SafeHandles;

namespace PowerMeter.Web.Import.Sources;

/// <summary>
/// What comes on standard input. A file that was opened by the caller, who may read what this process's user may not, is
/// read where it lies; a pipe is kept in a file without a name, since it has to be read twice.
/// </summary>
internal static class StandardInput
{
    public static async Task<FileSource> OpenAsync(CancellationToken cancel)
    {
        var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read);
        if (input.CanSeek) return UnnamedFile.SourceOf(input);
        // Lives until the process ends.
        var kept = UnnamedFile.CreateIn(Path.GetTempPath());
        await input.CopyToAsync(kept.Stream, cancel);
        return await kept.SourceAsync(cancel);
    }
}
