using System.Globalization;
using System.Runtime.InteropServices;

namespace PowerMeter.Receiver.Linux;

/// <summary>What the kernel tells of a Bluetooth adapter to everybody.</summary>
/// <param name="Address">As people write it: <c>B8:27:EB:01:02:03</c>.</param>
public sealed record BluetoothAdapterInfo(string Address, bool IsUp)
{
    /// <param name="number">N of hciN.</param>
    /// <exception cref="KernelException">The kernel has no Bluetooth (EAFNOSUPPORT), or no such adapter (ENODEV).</exception>
    public static unsafe BluetoothAdapterInfo Read(int number)
    {
        var socket = LibC.Hci.Socket(LibC.Hci.BluetoothFamily, LibC.Hci.RawCloseOnExec, LibC.Hci.HciProtocol);
        if (socket < 0) throw Failed("socket of Bluetooth");
        try
        {
            var info = new LibC.Hci.DeviceInfo { Number = (ushort)number };
            if (LibC.Hci.Control(socket, LibC.Hci.GetDeviceInfo, ref info) < 0)
                throw Failed(string.Create(CultureInfo.InvariantCulture, $"ioctl HCIGETDEVINFO hci{number}"));
            var bytes = new Span<byte>(info.Address, 6).ToArray();
            return new BluetoothAdapterInfo(string.Join(':', bytes.Reverse().Select(b => b.ToString("X2", CultureInfo.InvariantCulture))), (info.Flags & LibC.Hci.Up) != 0);
        }
        finally
        {
            _ = LibC.Close(socket);
        }
    }

    private static KernelException Failed(string what) => new(what, Marshal.GetLastPInvokeError());
}
