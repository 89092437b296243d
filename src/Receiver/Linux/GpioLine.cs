using System.Runtime.InteropServices;
using PowerMeter.Receiver.Drivers.CitizenWatt;

namespace PowerMeter.Receiver.Linux;

/// <summary>One output line of a <see cref="GpioChip"/>; others may have it after it is disposed.</summary>
public sealed class GpioLine : IGpioLine
{
    private readonly string _name;
    private int _descriptor;

    internal GpioLine(string name, int descriptor)
    {
        _name = name;
        _descriptor = descriptor;
    }

    public void Write(bool high)
    {
        var values = new LibC.GpioLineValues { Bits = high ? 1u : 0u, Mask = 1 };
        if (LibC.GpioControl(_descriptor, LibC.GpioSetValues, ref values) < 0)
            throw new KernelException($"ioctl GPIO_V2_LINE_SET_VALUES {_name}", Marshal.GetLastPInvokeError());
    }

    public void Dispose()
    {
        if (_descriptor >= 0) _ = LibC.Close(_descriptor);
        _descriptor = -1;
    }
}
