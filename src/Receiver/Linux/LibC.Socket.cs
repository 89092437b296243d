using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>The calls for sockets: socket(2), bind(2), connect(2), getsockopt(2), send(2), recv(2).</summary>
internal static unsafe partial class LibC
{
    // asm-generic/poll.h
    public const short PollOut = 0x4;

    // linux/socket.h, linux/net.h, net/bluetooth/bluetooth.h; the same on x64, arm64 and arm.
    public const int BluetoothFamily = 31;
    public const int SequencedPackets = 5;
    public const int L2capProtocol = 0;

    // asm-generic/socket.h
    public const int SocketLevel = 1;
    public const int PendingError = 4;

    // linux/socket.h
    public const int SendNoSignal = 0x4000;
    public const int DoNotWait = 0x40;
    /// <summary>recv returns the packet's full length, even where the buffer is shorter.</summary>
    public const int FullLength = 0x20;

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int socket, byte* address, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(int socket, int level, int option, out int value, ref uint length);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nuint length, int flags);
}
