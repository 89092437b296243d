using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>Makes the names in a directory outlast a power cut: fsync(2) of a new file does not flush its name.</summary>
public static class DirectoryFlush
{
    /// <exception cref="IOException">The directory cannot be flushed.</exception>
    public static void Flush(string directory)
    {
        var descriptor = LibC.Open(directory, LibC.ReadOnly | LibC.CloseOnExec);
        if (descriptor < 0) throw Failed("open", directory);
        try
        {
            if (LibC.FileSync(descriptor) < 0) throw Failed("fsync", directory);
        }
        finally
        {
            _ = LibC.Close(descriptor);
        }
    }

    private static IOException Failed(string call, string directory) =>
        new($"{call} {directory}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
}
