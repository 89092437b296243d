using Microsoft.Win32.SafeHandles;

namespace PowerMeter.Web.Import.Sources;

/// <summary>
/// A file that only this process can read and that has no name: it is gone when it is disposed of, and with the process,
/// however that ends.
/// </summary>
public sealed class UnnamedFile : IAsyncDisposable
{
    /// <summary>Such a name stays only when the process is killed between the making and the unnaming.</summary>
    public const string Prefix = "powermeter-import-";

    private const int BufferSize = 1 << 16;

    private readonly FileStream _stream;

    private UnnamedFile(FileStream stream) => _stream = stream;

    /// <summary>Where it is written.</summary>
    public Stream Stream => _stream;

    /// <exception cref="IOException">It cannot be made there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made there.</exception>
    public static UnnamedFile CreateIn(string directory)
    {
        var stream = new FileStream(
            Path.Combine(directory, $"{Prefix}{Guid.NewGuid():N}"),
            new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                // What a full disk refused must not be tried again when the file is disposed of.
                BufferSize = 0,
            });
        File.Delete(stream.Name);
        return new UnnamedFile(stream);
    }

    /// <summary>What was written, to be read again and again while this is there.</summary>
    public async Task<FileSource> SourceAsync(CancellationToken cancel)
    {
        await _stream.FlushAsync(cancel);
        return SourceOf(_stream);
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>A file that is open and can be read anywhere: each reading is a stream of its own over the same handle.</summary>
    internal static FileSource SourceOf(FileStream file) => new(() =>
    {
        var again = new FileStream(new SafeFileHandle(file.SafeFileHandle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, BufferSize);
        again.Position = 0;
        return again;
    });
}
