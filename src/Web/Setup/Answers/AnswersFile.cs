using System.Text;
using Microsoft.Win32.SafeHandles;
using PowerMeter.Shared.Hosting;

namespace PowerMeter.Web.Setup.Answers;

/// <summary>Opens a file of answers and the files that hold its secrets.</summary>
internal static class AnswersFile
{
    public const string StandardInput = "-";
    private const int LargestAnswers = 1024 * 1024;
    private const int LargestSecret = 64 * 1024;
    private const UnixFileMode OthersRead = UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <returns>What it holds, and whether others of this machine can read it too.</returns>
    /// <exception cref="SettingException">It cannot be read.</exception>
    public static (ReadOnlyMemory<byte> Json, bool IsOpenToOthers) Read(string file)
    {
        try
        {
            using var handle = file == StandardInput ? new SafeFileHandle(0, ownsHandle: false) : File.OpenHandle(file);
            // The file that standard input was taken from counts as well; a pipe has no mode that says anything.
            var isOpen = !OperatingSystem.IsWindows() && (file != StandardInput || IsRegular(handle)) && (File.GetUnixFileMode(handle) & OthersRead) != 0;
            using var stream = file == StandardInput ? Console.OpenStandardInput() : new FileStream(handle, FileAccess.Read);
            var bytes = new byte[LargestAnswers + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > LargestAnswers) throw new SettingException($"The answers in '{file}' are longer than 1 MB, which no answers are.");
            return (bytes.AsMemory(0, length), isOpen);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The answers in '{file}' cannot be read by {Environment.UserName}: {e.Message}", e);
        }
    }

    /// <returns>The first line.</returns>
    /// <exception cref="SettingException">It cannot be read.</exception>
    public static string ReadSecret(string file)
    {
        try
        {
            using var stream = file == StandardInput ? Console.OpenStandardInput() : File.OpenRead(file);
            var bytes = new byte[LargestSecret + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > LargestSecret) throw new SettingException($"'{file}' is longer than 64 kB, which no secret is.");
            return Encoding.UTF8.GetString(bytes, 0, length).Split('\n')[0].TrimEnd('\r');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"'{file}' cannot be read by {Environment.UserName}: {e.Message}", e);
        }
    }

    private static bool IsRegular(SafeFileHandle handle)
    {
        try
        {
            return RandomAccess.GetLength(handle) >= 0;
        }
        catch (NotSupportedException)
        {
            return false; // a pipe or a terminal
        }
    }
}
