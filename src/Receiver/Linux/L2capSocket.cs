using System.Runtime.InteropServices;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// Opens the fixed channel on which a Bluetooth Low Energy device speaks ATT (Bluetooth Core, vol 3, part A, 2.1: CID 4).
/// It needs no rights of its own: the kernel asks CAP_NET_RAW for SOCK_RAW only, and CAP_NET_BIND_SERVICE for a PSM only,
/// of which there is none here (net/bluetooth/l2cap_sock.c, l2cap_sock_create and l2cap_sock_bind).
/// </summary>
public static class L2capSocket
{
    /// <summary>How long a wait may keep stopping waiting.</summary>
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(200);

    /// <param name="timeout">For connecting; the kernel's own limit for it is 40 s.</param>
    /// <exception cref="KernelException">It cannot be connected; ETIMEDOUT when not in time.</exception>
    public static PacketSocket Connect(
        BluetoothAddress address, BluetoothAddressType type, TimeSpan timeout, TimeProvider time, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(time);
        var descriptor = LibC.Socket(
            LibC.BluetoothFamily, LibC.SequencedPackets | LibC.CloseOnExec | LibC.NonBlocking, LibC.L2capProtocol);
        if (descriptor < 0) throw new KernelException("socket AF_BLUETOOTH", Marshal.GetLastPInvokeError());
        var socket = PacketSocket.Own(descriptor, address.ToString());
        try
        {
            Begin(descriptor, address, type);
            var started = time.GetTimestamp();
            while (!socket.IsConnected(Slice))
            {
                cancel.ThrowIfCancellationRequested();
                if (time.GetElapsedTime(started) >= timeout) throw new KernelException($"connect {address}", SocketErrno.ETIMEDOUT);
            }

            return socket;
        }
        catch
        {
            // Closing it also ends the kernel's search for the device.
            socket.Dispose();
            throw;
        }
    }

    private static unsafe void Begin(int descriptor, BluetoothAddress address, BluetoothAddressType type)
    {
        // Bound to any adapter, as Low Energy: the kernel then takes the one that is up.
        fixed (byte* local = L2capAddress.Encode(BluetoothAddress.Any, BluetoothAddressType.Public))
        {
            if (LibC.Bind(descriptor, local, L2capAddress.Length) < 0) throw new KernelException("bind L2CAP channel 4", Marshal.GetLastPInvokeError());
        }

        fixed (byte* remote = L2capAddress.Encode(address, type))
        {
            if (LibC.Connect(descriptor, remote, L2capAddress.Length) == 0) return;
        }

        var error = Marshal.GetLastPInvokeError();
        if (error is not (SocketErrno.EINPROGRESS or LibC.EINTR)) throw new KernelException($"connect {address}", error);
    }
}
