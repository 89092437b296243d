using Microsoft.Win32.SafeHandles;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Export;

/// <summary>
/// Where an export goes: standard output, or a file. The file is written as <c>FILE.part</c> and has its name only when
/// it is whole; disposed of before, nothing is left of it.
/// </summary>
internal sealed class ExportOutput : IAsyncDisposable
{
    private readonly string? _file;
    private readonly bool _force;
    private bool _isComplete;

    private ExportOutput(Stream stream, string? file, bool force) => (Stream, _file, _force) = (stream, file, force);

    public Stream Stream { get; }

    private string Part => PartOf(_file!);

    /// <param name="file">Null: standard output.</param>
    /// <param name="force">Overwrite what is there.</param>
    /// <exception cref="SettingException">The file is there, or cannot be made.</exception>
    public static ExportOutput Open(string? file, bool force)
    {
        if (file is null) return new ExportOutput(OpenStandardOutput(), null, false);
        if (Directory.Exists(file)) throw new SettingException($"'{file}' is a directory; allowed: a file that is not there yet.");
        if (!force && File.Exists(file)) throw new SettingException($"There is a file '{file}' already: choose another name, or overwrite it with --force.");
        if (force) File.Delete(PartOf(file));
        else if (File.Exists(PartOf(file))) throw new SettingException($"There is a file '{PartOf(file)}': another export is writing it, or was killed. Remove it, or overwrite it with --force.");
        try
        {
            return new ExportOutput(new FileStream(PartOf(file), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), file, force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The file '{PartOf(file)}' cannot be made: {e.Message}", e);
        }
    }

    /// <summary>All is written: the file gets its name.</summary>
    /// <exception cref="IOException">It cannot; nothing is left of it.</exception>
    public async Task CompleteAsync()
    {
        if (Stream is FileStream stream && _file is not null)
        {
            stream.Flush(flushToDisk: true);
            await stream.DisposeAsync();
            File.Move(Part, _file, _force);
        }

        _isComplete = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (_file is not null && !_isComplete) File.Delete(Part);
    }

    private static string PartOf(string file) => $"{file}.part";

    // The console's own stream says nothing of a reader that went away, so that ten years would be written for nobody; a
    // FileStream keeps a position of its own, and what the shell writes to the same file next would overwrite it.
    private static Stream OpenStandardOutput()
    {
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
