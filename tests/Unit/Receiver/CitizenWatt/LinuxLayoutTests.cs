using System.Runtime.InteropServices;
using PowerMeter.Receiver.Linux;
using Shouldly;
using Xunit;

namespace PowerMeter.Tests.Unit.Receiver.CitizenWatt;

/// <summary>Structures and numbers as in linux/spi/spidev.h and linux/gpio.h, where they are the same for 32 and 64 bits.</summary>
public sealed class LinuxLayoutTests
{
    private const uint Write = 1;
    private const uint Read = 2;

    [Fact]
    public void Structures_have_the_kernels_sizes()
    {
        Marshal.SizeOf<LibC.SpiTransfer>().ShouldBe(32);
        Marshal.SizeOf<LibC.GpioChipInfoData>().ShouldBe(68);
        Marshal.SizeOf<LibC.GpioLineInfoData>().ShouldBe(256);
        Marshal.SizeOf<LibC.GpioLineRequest>().ShouldBe(592);
        Marshal.SizeOf<LibC.GpioLineValues>().ShouldBe(16);
    }

    [Theory]
    [InlineData(typeof(LibC.SpiTransfer), "WriteBuffer:0 ReadBuffer:8 Length:16 SpeedHertz:20 DelayMicroseconds:24 BitsPerWord:26 ChipSelectChange:27")]
    [InlineData(typeof(LibC.GpioChipInfoData), "Name:0 Label:32 Lines:64")]
    [InlineData(typeof(LibC.GpioLineInfoData), "Name:0 Consumer:32 Line:64 Flags:72")]
    [InlineData(typeof(LibC.GpioLineRequest), "Lines:0 Consumer:256 Flags:288 LineCount:560 Descriptor:588")]
    [InlineData(typeof(LibC.GpioLineValues), "Bits:0 Mask:8")]
    public void Fields_lie_where_the_kernel_looks(Type type, string fields) =>
        string.Join(' ', type.GetFields().Select(field => $"{field.Name}:{Marshal.OffsetOf(type, field.Name)}")).ShouldBe(fields);

    [Fact]
    public void Requests_have_the_kernels_numbers()
    {
        LibC.SpiMessage.ShouldBe(Request(Write, 'k', 0, Marshal.SizeOf<LibC.SpiTransfer>()));
        LibC.SpiSetMode.ShouldBe(Request(Write, 'k', 1, 1));
        LibC.SpiSetBitsPerWord.ShouldBe(Request(Write, 'k', 3, 1));
        LibC.SpiSetMaxSpeed.ShouldBe(Request(Write, 'k', 4, 4));
        LibC.GpioGetChipInfo.ShouldBe(Request(Read, (char)0xB4, 1, Marshal.SizeOf<LibC.GpioChipInfoData>()));
        LibC.GpioGetLineInfo.ShouldBe(Request(Read | Write, (char)0xB4, 5, Marshal.SizeOf<LibC.GpioLineInfoData>()));
        LibC.GpioGetLine.ShouldBe(Request(Read | Write, (char)0xB4, 7, Marshal.SizeOf<LibC.GpioLineRequest>()));
        LibC.GpioSetValues.ShouldBe(Request(Read | Write, (char)0xB4, 0x0F, Marshal.SizeOf<LibC.GpioLineValues>()));
    }

    /// <summary>_IOC of asm-generic/ioctl.h.</summary>
    private static uint Request(uint direction, char type, uint number, int size) => direction << 30 | (uint)size << 16 | (uint)type << 8 | number;
}
