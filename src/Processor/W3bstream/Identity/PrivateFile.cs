using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PowerMeter.Shared.Hosting;
using PowerMeter.Shared.Language;

namespace PowerMeter.Processor.W3bstream.Identity;

/// <summary>Files and directories that only their owner may read: looked at, and written so that they are there whole or not at all.</summary>
internal static class PrivateFile
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode DirectoryMode = FileMode | UnixFileMode.UserExecute;

    private const int OthersBits = 0b000_111_111;

    /// <exception cref="SettingException">It is a link, of another kind or owner, or open to others; the message says what to do.</exception>
    public static void RequireOwn(string path, FileFacts facts, FileKind kind, uint user)
    {
        var (what, mode) = kind == FileKind.Directory ? (new Sentence("W3b_Directory"), "0700") : (new Sentence("W3b_File"), "0600");
        if (facts.Kind == FileKind.Link)
            throw SettingException.Of(new Sentence("W3b_FileLink", path, what));
        if (facts.Kind != kind) throw SettingException.Of(new Sentence("W3b_FileKind", path, what, mode));
        if (facts.Owner != user && user != 0)
            throw SettingException.Of(new Sentence("W3b_FileOwner", path, (long)facts.Owner, (long)user, what, Quote(path)));
        if ((facts.Mode & OthersBits) != 0)
            throw SettingException.Of(new Sentence("W3b_FileMode", path, facts.ModeText, mode, Quote(path)));
    }

    /// <summary>Writes a new file of mode 0600 and flushes it to the disk; what is half written is removed.</summary>
    /// <exception cref="IOException">There is one already, the disk is full, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static void WriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = System.IO.FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            UnixCreateMode = FileMode,
            BufferSize = 0, // no copy of the key in a buffer
        });
        try
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>Gives a file a second name, unless there is one of that name.</summary>
    /// <returns>False when there is.</returns>
    public static bool TryLink(string from, string to)
    {
        if (LibC.Link(from, to) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == LibC.EEXIST ? false : throw new IOException($"{to}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>Makes the names in a directory outlast a power cut.</summary>
    public static void Flush(string directory)
    {
        var descriptor = LibC.Open(directory, LibC.ReadOnly);
        var done = descriptor >= 0 && LibC.FileSync(descriptor) == 0;
        var error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0) _ = LibC.Close(descriptor);
        if (!done) throw new IOException($"{directory}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    /// <summary>Reads all of a small file.</summary>
    /// <returns>The bytes: clear them after use. Null when there are more than <paramref name="limit"/>.</returns>
    public static byte[]? Read(Stream file, int limit)
    {
        var buffer = new byte[limit + 1];
        var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        var bytes = length > limit ? null : buffer.AsSpan(0, length).ToArray();
        CryptographicOperations.ZeroMemory(buffer);
        return bytes;
    }

    private static string Quote(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
