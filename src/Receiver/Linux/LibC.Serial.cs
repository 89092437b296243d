using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>What serial ports and recorded files need besides.</summary>
internal static unsafe partial class LibC
{
    // asm-generic/errno-base.h; the same on x64, arm64 and arm.
    public const int EPERM = 1;
    public const int EISDIR = 21;

    // asm-generic/termbits-common.h, HUPCL: the last close drops DTR.
    public const uint HangUpOnClose = 0x400;

    // asm-generic/ioctls.h: others may open the terminal again.
    public const nuint TIOCNXCL = 0x540D;

    // asm-generic/fcntl.h
    public const int LockExclusive = 2;
    public const int LockNonBlocking = 4;

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    public static partial int Lock(int descriptor, int operation);
}
