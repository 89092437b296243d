using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

internal static unsafe partial class LibC
{
    // asm-generic/fcntl.h
    public const int WriteOnly = 1;
    public const int Truncate = 0x200;

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint WriteAttribute(int descriptor, byte* buffer, nuint count);
}
