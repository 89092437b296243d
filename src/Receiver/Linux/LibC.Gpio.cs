using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// The GPIO character device, version 2 (Linux 5.10): linux/gpio.h. Its structures are padded to 64 bits ("to ensure
/// 32/64-bit alignment of structs"), so that they are the same on x64, arm64 and arm; every offset is written out here.
/// The numbers are those of asm-generic/ioctl.h, with the type 0xB4.
/// </summary>
internal static unsafe partial class LibC
{
    /// <summary>GPIO_MAX_NAME_SIZE: with the NUL at its end.</summary>
    public const int GpioNameLength = 32;

    /// <summary>GPIO_GET_CHIPINFO_IOCTL</summary>
    public const uint GpioGetChipInfo = 0x8044B401;

    /// <summary>GPIO_V2_GET_LINEINFO_IOCTL</summary>
    public const uint GpioGetLineInfo = 0xC100B405;

    /// <summary>GPIO_V2_GET_LINE_IOCTL</summary>
    public const uint GpioGetLine = 0xC250B407;

    /// <summary>GPIO_V2_LINE_SET_VALUES_IOCTL</summary>
    public const uint GpioSetValues = 0xC010B40F;

    /// <summary>GPIO_V2_LINE_FLAG_USED</summary>
    public const ulong GpioLineUsed = 1 << 0;

    /// <summary>GPIO_V2_LINE_FLAG_OUTPUT: without an attribute that says otherwise it starts low.</summary>
    public const ulong GpioLineOutput = 1 << 3;

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int GpioControl(int descriptor, uint request, ref GpioChipInfoData info);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int GpioControl(int descriptor, uint request, ref GpioLineInfoData info);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int GpioControl(int descriptor, uint request, ref GpioLineRequest line);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    public static partial int GpioControl(int descriptor, uint request, ref GpioLineValues values);

    /// <summary>struct gpiochip_info, 68 bytes.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 68)]
    public struct GpioChipInfoData
    {
        [FieldOffset(0)]
        public fixed byte Name[GpioNameLength];

        [FieldOffset(32)]
        public fixed byte Label[GpioNameLength];

        [FieldOffset(64)]
        public uint Lines;
    }

    /// <summary>struct gpio_v2_line_info, 256 bytes; its attributes are not asked for.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    public struct GpioLineInfoData
    {
        [FieldOffset(0)]
        public fixed byte Name[GpioNameLength];

        [FieldOffset(32)]
        public fixed byte Consumer[GpioNameLength];

        [FieldOffset(64)]
        public uint Line;

        [FieldOffset(72)]
        public ulong Flags;
    }

    /// <summary>struct gpio_v2_line_request, 592 bytes: up to 64 lines, their consumer, and what they are to be.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 592)]
    public struct GpioLineRequest
    {
        [FieldOffset(0)]
        public fixed uint Lines[64];

        [FieldOffset(256)]
        public fixed byte Consumer[GpioNameLength];

        /// <summary>The first member of config, a struct gpio_v2_line_config of 272 bytes.</summary>
        [FieldOffset(288)]
        public ulong Flags;

        [FieldOffset(560)]
        public uint LineCount;

        /// <summary>The kernel's answer.</summary>
        [FieldOffset(588)]
        public int Descriptor;
    }

    /// <summary>struct gpio_v2_line_values, 16 bytes: bit n is the n-th line of the request.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    public struct GpioLineValues
    {
        [FieldOffset(0)]
        public ulong Bits;

        [FieldOffset(8)]
        public ulong Mask;
    }
}
