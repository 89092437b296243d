using System.Globalization;
using Microsoft.Win32.SafeHandles;
using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Backup;

/// <summary>
/// A file to read: by its name, or <c>-</c> and <c>/dev/fd/N</c> for one that the caller has opened already. Such a one is used as it is and not opened
/// again, so that the caller may hand over what this process may not open itself.
/// </summary>
internal static class InputFile
{
    private const string Descriptors = "/dev/fd/";

    /// <exception cref="BackupException">There is none, or it cannot be read.</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return DescriptorOf(path) is { } descriptor
                ? new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Read, bufferSize: 0)
                : new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new BackupException(new Sentence("Backup_FileUnread", path, e.Message), e);
        }
    }

    /// <summary>One that can seek: what comes through a pipe is kept in a file without a name first.</summary>
    /// <param name="directory">Where that file is.</param>
    public static async Task<Stream> OpenSeekableAsync(string path, string directory, CancellationToken cancel)
    {
        var file = Open(path);
        if (file.CanSeek) return file;
        await using (file)
        {
            var kept = new FileStream(
                Path.Combine(directory, $".{Guid.NewGuid():N}.upload"),
                new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, BufferSize = 0 });
            File.Delete(kept.Name);
            try
            {
                await file.CopyToAsync(kept, cancel);
                kept.Position = 0;
                return kept;
            }
            catch
            {
                await kept.DisposeAsync();
                throw;
            }
        }
    }

    private static int? DescriptorOf(string path)
    {
        if (path == "-") return 0;
        return path.StartsWith(Descriptors, StringComparison.Ordinal) && int.TryParse(path.AsSpan(Descriptors.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
