using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

internal static unsafe partial class LibC
{
    /// <summary>The I²C buses' device files, as linux/i2c-dev.h and linux/i2c.h say; the numbers are the same on x64, arm64 and arm.</summary>
    public static unsafe partial class I2c
    {
        /// <summary>I2C_SLAVE: chooses the address; EBUSY when a kernel driver has it.</summary>
        public const nuint ChooseAddress = 0x0703;

        /// <summary>I2C_SMBUS: one SMBus transfer.</summary>
        public const nuint Transfer = 0x0720;

        // asm-generic/errno.h, errno-base.h: what adapters say when no chip answers, and what they cannot do.
        public const int EPERM = 1;
        public const int EISDIR = 21;
        public const int EINVAL = 22;
        public const int EROFS = 30;
        public const int EOPNOTSUPP = 95;
        public const int ETIMEDOUT = 110;
        public const int EREMOTEIO = 121;

        public const byte Write = 0;
        public const byte Read = 1;

        /// <summary>I2C_SMBUS_WORD_DATA</summary>
        public const uint WordData = 3;

        /// <summary>Bytes of union i2c_smbus_data: a block of 32, its length, and one more.</summary>
        public const int DataSize = 34;

        [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
        public static partial int Control(int descriptor, nuint request, nuint address);

        [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
        public static partial int Control(int descriptor, nuint request, SmbusTransfer* transfer);

        /// <summary>
        /// struct i2c_smbus_ioctl_data: two bytes, two of padding, 32 bits, a pointer. 16 bytes where pointers have 8, 12
        /// where they have 4.
        /// </summary>
        [StructLayout(LayoutKind.Sequential)]
        public struct SmbusTransfer
        {
            public byte ReadOrWrite;
            public byte Command;
            public uint Size;
            public byte* Data;
        }
    }
}
