using System.Runtime.InteropServices;
using PowerMeter.Receiver.Drivers.Acs712;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// A tty in raw mode: 8 data bits, no parity, one stop bit, no flow control, no modem lines, for us alone. See
/// termios(3), poll(2), ioctl_tty(2).
/// </summary>
public sealed class SerialPort : ISerialPort
{
    private readonly string _path;
    private int _descriptor;

    private SerialPort(string path, int descriptor)
    {
        _path = path;
        _descriptor = descriptor;
    }

    /// <param name="baud">A standard rate.</param>
    /// <exception cref="KernelException">It cannot be opened, or is no serial port (ENOTTY).</exception>
    public static SerialPort Open(string path, int baud)
    {
        // Non-blocking, so that open does not wait for a carrier.
        var descriptor = LibC.Open(path, LibC.ReadWrite | LibC.NoControllingTerminal | LibC.NonBlocking | LibC.CloseOnExec);
        if (descriptor < 0) throw Failed($"open {path}");
        var port = new SerialPort(path, descriptor);
        try
        {
            port.Lock();
            port.SetRaw((uint)baud);
            return port;
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    public int Read(Span<byte> buffer, TimeSpan timeout)
    {
        var poll = new LibC.PollDescriptor { Descriptor = _descriptor, Events = LibC.PollIn };
        var ready = LibC.Poll(ref poll, 1, (int)timeout.TotalMilliseconds);
        if (ready == 0) return 0;
        if (ready < 0) return Marshal.GetLastPInvokeError() == LibC.EINTR ? 0 : throw Failed($"poll {_path}");

        var count = ReadNow(buffer);
        if (count > 0) return (int)count;
        if (count < 0 && Marshal.GetLastPInvokeError() is LibC.EAGAIN or LibC.EINTR && (poll.Returned & (LibC.PollHangUp | LibC.PollError)) == 0) return 0;
        // End of file or a hang-up: the device is gone.
        throw count < 0 && Marshal.GetLastPInvokeError() is not (LibC.EAGAIN or LibC.EINTR)
            ? Failed($"read {_path}")
            : new KernelException($"read {_path}", LibC.EIO);
    }

    public void Dispose()
    {
        if (_descriptor < 0) return;
        // A pseudo-terminal would stay exclusive after we are gone.
        _ = LibC.IoControl(_descriptor, LibC.TIOCNXCL);
        _ = LibC.Close(_descriptor);
        _descriptor = -1;
    }

    /// <summary>
    /// TIOCEXCL does not stop root (ioctl_tty(2)), and two that read one line each get a part of it: so it is locked as
    /// well, as other programs that read serial ports do. See flock(2).
    /// </summary>
    private void Lock()
    {
        if (LibC.Lock(_descriptor, LibC.LockExclusive | LibC.LockNonBlocking) == 0) return;
        throw Marshal.GetLastPInvokeError() == LibC.EAGAIN ? new KernelException($"flock {_path}", LibC.EBUSY) : Failed($"flock {_path}");
    }

    private unsafe nint ReadNow(Span<byte> buffer)
    {
        fixed (byte* start = buffer) return LibC.Read(_descriptor, start, (nuint)buffer.Length);
    }

    private void SetRaw(uint baud)
    {
        Check(LibC.GetAttributes(_descriptor, out var attributes), "tcgetattr");
        LibC.MakeRaw(ref attributes);
        attributes.ControlFlags |= LibC.IgnoreModemLines | LibC.EnableReceiver;
        // DTR that falls at closing would reset an Arduino at the next opening, and its zero with it.
        attributes.ControlFlags &= ~(LibC.TwoStopBits | LibC.HardwareFlowControl | LibC.HangUpOnClose);
        Check(LibC.SetSpeed(ref attributes, baud), "cfsetspeed");
        Check(LibC.SetAttributes(_descriptor, LibC.Now, in attributes), "tcsetattr");
        Check(LibC.IoControl(_descriptor, LibC.TIOCEXCL), "ioctl TIOCEXCL");
    }

    private void Check(int result, string call)
    {
        if (result < 0) throw Failed($"{call} {_path}");
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
