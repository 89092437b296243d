using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

internal static unsafe partial class LibC
{
    // unistd.h
    public const int MayWrite = 2;
    public const int MayRead = 4;

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    /// <summary>What the kernel tells of a Bluetooth adapter; see net/bluetooth/hci_sock.h of the kernel.</summary>
    public static unsafe partial class Hci
    {
        public const int BluetoothFamily = 31;
        public const int RawCloseOnExec = 3 | 0x80000;
        public const int HciProtocol = 1;

        /// <summary>HCIGETDEVINFO: _IOR('H', 211, int), the same on x64, arm64 and arm.</summary>
        public const nuint GetDeviceInfo = 0x800448D3;

        /// <summary>HCI_UP</summary>
        public const uint Up = 1;

        [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
        public static partial int Socket(int family, int type, int protocol);

        [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
        public static partial int Control(int descriptor, nuint request, ref DeviceInfo info);

        /// <summary>struct hci_dev_info, 92 bytes: a number, a name of 8, an address of 6, the flags, and more that is not read.</summary>
        [StructLayout(LayoutKind.Explicit, Size = 92)]
        public struct DeviceInfo
        {
            [FieldOffset(0)]
            public ushort Number;

            /// <summary>The last byte first.</summary>
            [FieldOffset(10)]
            public fixed byte Address[6];

            [FieldOffset(16)]
            public uint Flags;
        }
    }
}
