using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PowerMeter.Receiver.Linux;

/// <summary>Opens a file without ever waiting for it, as opening a pipe that nobody writes into would. See open(2).</summary>
internal static class RegularFile
{
    /// <exception cref="KernelException">It cannot be opened.</exception>
    public static SafeFileHandle OpenForReading(string path)
    {
        var descriptor = LibC.Open(path, LibC.ReadOnly | LibC.NonBlocking | LibC.CloseOnExec);
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw new KernelException($"open {path}", Marshal.GetLastPInvokeError());
    }
}
