using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using PowerMeter.Receiver.Bluetooth;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// A connected socket that keeps the bounds of packets (SOCK_SEQPACKET). Nothing here is L2CAP's own: any such socket
/// will do. See poll(2), recv(2), send(2).
/// </summary>
/// <param name="handle">The socket's descriptor; it is closed with this.</param>
/// <param name="name">For messages.</param>
public sealed class PacketSocket(SafeHandle handle, string name) : IAttChannel
{
    public int Receive(Span<byte> buffer, TimeSpan timeout)
    {
        if (!IsReady(LibC.PollIn, timeout)) return 0;
        var count = ReceiveNow(buffer);
        if (count > 0) return (int)count;
        // A packet of no bytes is the end: nothing on such a channel is empty.
        if (count == 0) throw new KernelException($"recv {name}", SocketErrno.ECONNRESET);
        return Marshal.GetLastPInvokeError() is LibC.EAGAIN or LibC.EINTR ? 0 : throw Failed($"recv {name}");
    }

    public void Send(ReadOnlySpan<byte> packet)
    {
        var sent = SendNow(packet);
        if (sent < 0) throw Failed($"send {name}");
        if (sent != packet.Length) throw new KernelException($"send {name}", SocketErrno.EMSGSIZE);
    }

    /// <summary>Waits until a connect(2) that was begun has ended.</summary>
    /// <returns>False when it has not in this time.</returns>
    /// <exception cref="KernelException">It could not be connected.</exception>
    public bool IsConnected(TimeSpan timeout)
    {
        if (!IsReady(LibC.PollOut, timeout)) return false;
        var length = (uint)sizeof(int);
        if (LibC.GetSocketOption(Descriptor, LibC.SocketLevel, LibC.PendingError, out var error, ref length) < 0) throw Failed($"getsockopt {name}");
        return error == 0 ? true : throw new KernelException($"connect {name}", error);
    }

    public void Dispose() => handle.Dispose();

    internal static PacketSocket Own(int descriptor, string name) => new(new SafeFileHandle(descriptor, ownsHandle: true), name);

    internal int Descriptor => (int)handle.DangerousGetHandle();

    private bool IsReady(short events, TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        var poll = new LibC.PollDescriptor { Descriptor = Descriptor, Events = events };
        var ready = LibC.Poll(ref poll, 1, (int)timeout.TotalMilliseconds);
        if (ready >= 0) return ready > 0;
        return Marshal.GetLastPInvokeError() == LibC.EINTR ? false : throw Failed($"poll {name}");
    }

    private unsafe nint ReceiveNow(Span<byte> buffer)
    {
        fixed (byte* start = buffer) return LibC.Receive(Descriptor, start, (nuint)buffer.Length, LibC.DoNotWait | LibC.FullLength);
    }

    private unsafe nint SendNow(ReadOnlySpan<byte> packet)
    {
        fixed (byte* start = packet) return LibC.Send(Descriptor, start, (nuint)packet.Length, LibC.DoNotWait | LibC.SendNoSignal);
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
