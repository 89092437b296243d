using System.Runtime.InteropServices;
using PowerMeter.Receiver.Linux;

namespace PowerMeter.BluetoothController;

/// <summary>
/// An adapter of the kernel's driver hci_vhci, as hardware sees it: each read is a packet that the kernel sends to the
/// hardware, each write one that the hardware sends. It lasts as long as this (Linux, drivers/bluetooth/hci_vhci.c).
/// </summary>
internal sealed partial class VirtualAdapter : IDisposable
{
    // net/bluetooth/bluetooth.h and hci_sock.h: _IOW('H', 201, int).
    private const int BluetoothFamily = 31;
    private const int RawSocket = 3;
    private const int HciProtocol = 1;
    private const nuint HCIDEVUP = 0x400448C9;
    private const int EALREADY = 114;

    private readonly FileStream _device = new("/dev/vhci", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
    private readonly byte[] _buffer = new byte[2048];
    private readonly Lock _sending = new();

    private VirtualAdapter()
    {
    }

    public static VirtualAdapter Make()
    {
        var adapter = new VirtualAdapter();
        // A vendor packet: make a primary controller.
        adapter.Send([0xFF, 0x00]);
        return adapter;
    }

    /// <summary>As hciconfig hci0 up does.</summary>
    /// <exception cref="KernelException">The kernel could not.</exception>
    public static void SwitchOn()
    {
        var socket = Socket(BluetoothFamily, RawSocket, HciProtocol);
        if (socket < 0) throw new KernelException("socket HCI", Marshal.GetLastPInvokeError());
        // The kernel has switched it on to look at it, and would switch it off again soon: then this says that it is on.
        if (IoControl(socket, HCIDEVUP, 0) < 0 && Marshal.GetLastPInvokeError() is not EALREADY and var error)
            throw new KernelException("ioctl HCIDEVUP", error);
    }

    public ReadOnlySpan<byte> Receive() => _buffer.AsSpan(0, _device.Read(_buffer));

    public void Send(byte[] packet)
    {
        lock (_sending) _device.Write(packet);
    }

    public void Dispose() => _device.Dispose();

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoControl(int descriptor, nuint request, nuint argument);
}
