using System.Runtime.InteropServices;
using System.Text;

namespace PowerMeter.Receiver.Linux;

/// <summary>A GPIO chip's character device (Documentation/userspace-api/gpio/chardev.rst).</summary>
public sealed unsafe class GpioChip : IDisposable
{
    private readonly string _path;
    private int _descriptor;

    private GpioChip(string path, int descriptor)
    {
        _path = path;
        _descriptor = descriptor;
    }

    /// <param name="path">Such as /dev/gpiochip0.</param>
    /// <exception cref="KernelException">It cannot be opened.</exception>
    public static GpioChip Open(string path)
    {
        var descriptor = LibC.Open(path, LibC.ReadWrite | LibC.CloseOnExec);
        return descriptor < 0 ? throw Failed($"open {path}") : new GpioChip(path, descriptor);
    }

    /// <exception cref="KernelException">It is no GPIO chip (ENOTTY), or is gone (ENODEV).</exception>
    public GpioChipInfo ReadInfo()
    {
        var data = default(LibC.GpioChipInfoData);
        Check(LibC.GpioControl(_descriptor, LibC.GpioGetChipInfo, ref data), "GPIO_GET_CHIPINFO");
        return new GpioChipInfo(Text(data.Name), Text(data.Label), (int)data.Lines);
    }

    /// <exception cref="KernelException">The chip has no such line (EINVAL), it is no GPIO chip (ENOTTY), or is gone (ENODEV).</exception>
    public GpioLineInfo ReadLineInfo(int line)
    {
        var data = new LibC.GpioLineInfoData { Line = (uint)line };
        Check(LibC.GpioControl(_descriptor, LibC.GpioGetLineInfo, ref data), $"GPIO_V2_GET_LINEINFO {line}");
        return new GpioLineInfo(Text(data.Name), Text(data.Consumer), (data.Flags & LibC.GpioLineUsed) != 0);
    }

    /// <summary>Takes a line for us alone, as an output that is low. It outlasts the chip's own handle.</summary>
    /// <param name="consumer">What others see as its user: at most 31 bytes.</param>
    /// <exception cref="KernelException">It is in use (EBUSY), the chip has no such line (EINVAL), or it is no GPIO chip (ENOTTY).</exception>
    public GpioLine RequestOutput(int line, string consumer)
    {
        var request = new LibC.GpioLineRequest { LineCount = 1, Flags = LibC.GpioLineOutput };
        request.Lines[0] = (uint)line;
        Encoding.UTF8.GetBytes(consumer, new Span<byte>(request.Consumer, LibC.GpioNameLength - 1));
        Check(LibC.GpioControl(_descriptor, LibC.GpioGetLine, ref request), $"GPIO_V2_GET_LINE {line}");
        return new GpioLine($"{_path} line {line}", request.Descriptor);
    }

    public void Dispose()
    {
        if (_descriptor >= 0) _ = LibC.Close(_descriptor);
        _descriptor = -1;
    }

    private static string Text(byte* name) => Marshal.PtrToStringUTF8((nint)name) ?? "";

    private void Check(int result, string call)
    {
        if (result < 0) throw Failed($"ioctl {call} {_path}");
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
