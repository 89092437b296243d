using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// spidev: linux/spi/spidev.h. The numbers are those of asm-generic/ioctl.h, which x64, arm64 and arm share:
/// direction &lt;&lt; 30 | size &lt;&lt; 16 | 'k' &lt;&lt; 8 | number. They have 32 bits, of which the kernel takes no more (fs/ioctl.c).
/// </summary>
internal static unsafe partial class LibC
{
    /// <summary>SPI_IOC_MESSAGE(1), of one <see cref="SpiTransfer"/>.</summary>
    public const uint SpiMessage = 0x40206B00;

    /// <summary>SPI_IOC_WR_MODE, of one byte.</summary>
    public const uint SpiSetMode = 0x40016B01;

    /// <summary>SPI_IOC_WR_BITS_PER_WORD, of one byte.</summary>
    public const uint SpiSetBitsPerWord = 0x40016B03;

    /// <summary>SPI_IOC_WR_MAX_SPEED_HZ, of four bytes.</summary>
    public const uint SpiSetMaxSpeed = 0x40046B04;

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int SpiControl(int descriptor, uint request, in byte value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int SpiControl(int descriptor, uint request, in uint value);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int SpiControl(int descriptor, uint request, in SpiTransfer transfer);

    /// <summary>
    /// struct spi_ioc_transfer, 32 bytes: "struct layout is the same in 64bit and 32bit userspace" (linux/spi/spidev.h),
    /// so the two addresses have 64 bits everywhere.
    /// </summary>
    [StructLayout(LayoutKind.Explicit, Size = 32)]
    public struct SpiTransfer
    {
        [FieldOffset(0)]
        public ulong WriteBuffer;

        [FieldOffset(8)]
        public ulong ReadBuffer;

        [FieldOffset(16)]
        public uint Length;

        /// <summary>0: as set for the device.</summary>
        [FieldOffset(20)]
        public uint SpeedHertz;

        [FieldOffset(24)]
        public ushort DelayMicroseconds;

        [FieldOffset(26)]
        public byte BitsPerWord;

        /// <summary>0 in the only transfer of a message: the chip is deselected after it.</summary>
        [FieldOffset(27)]
        public byte ChipSelectChange;
    }
}
