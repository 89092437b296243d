using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>
/// What an error of the plug's connection means to its user, and what helps. The kernel's errors are those of
/// net/bluetooth: af_bluetooth.c, l2cap_core.c (l2cap_chan_connect), hci_conn.c (hci_connect_le) and lib.c (bt_to_errno).
/// </summary>
public static class AwoxFault
{
    public static (SensorState State, string Error) Explain(Exception exception, BluetoothAddress address) => exception switch
    {
        AttException { IsSilence: true } silent => (SensorState.Silent, $"The plug {address} is connected, but {silent.Message}."),
        AttException wrong => (SensorState.Fault, $"The plug {address} is connected, but {wrong.Message}."),
        KernelException kernel => Explain(kernel, address),
        _ => throw new ArgumentException($"{exception?.GetType().Name} is no fault of a plug's.", nameof(exception)),
    };

    private static (SensorState State, string Error) Explain(KernelException exception, BluetoothAddress address) => exception.Errno switch
    {
        // 0x3E of the radio, "failed to be established", has no errno of its own and becomes ENOSYS.
        SocketErrno.EHOSTDOWN or SocketErrno.ETIMEDOUT or SocketErrno.ENOTCONN or SocketErrno.ENOSYS or SocketErrno.ECONNRESET
            or SocketErrno.ECONNABORTED or SocketErrno.EPIPE or LibC.EIO or SocketErrno.EPROTO or LibC.EAGAIN =>
            (SensorState.Absent, $"The plug {address} is not in reach, or connected to a phone: a plug takes one connection. Check that it has power, close the phone's app, and check device and address_type."),
        SocketErrno.ECONNREFUSED =>
            (SensorState.Absent, $"The plug {address} takes no connection now, or the adapter's Low Energy is off (btmgmt le on)."),
        SocketErrno.EHOSTUNREACH or LibC.ENODEV or SocketErrno.ENETDOWN =>
            (SensorState.Fault, $"There is no Bluetooth adapter that is on ({exception.Message}). Plug one in, or switch it on: rfkill unblock bluetooth, then bluetoothctl power on; hciconfig lists them."),
        SocketErrno.EOPNOTSUPP =>
            (SensorState.Fault, $"The Bluetooth adapter has no Low Energy ({exception.Message}): the plug needs one of Bluetooth 4.0 or later."),
        SocketErrno.EAFNOSUPPORT or SocketErrno.EPROTONOSUPPORT or SocketErrno.ESOCKTNOSUPPORT =>
            (SensorState.Fault, $"This system has no Bluetooth sockets ({exception.Message}). Load the kernel module: modprobe bluetooth. A container does not get them; a systemd service needs AF_BLUETOOTH in RestrictAddressFamilies."),
        SocketErrno.EPERM =>
            (SensorState.Fault, $"Bluetooth sockets are forbidden to the Receiver ({exception.Message}). The ATT channel needs no capability: look for a container's or service's system call filter (SystemCallFilter, seccomp)."),
        LibC.EACCES =>
            (SensorState.Fault, $"The plug {address} asks for a key that this base station does not have ({exception.Message}). Forget it and try again: bluetoothctl remove {address}. If it is the call socket that fails, a security policy (SELinux, AppArmor) forbids it."),
        LibC.EBUSY =>
            (SensorState.Fault, $"The adapter is busy with another connection, or another program holds the plug's channel ({exception.Message}): end what connects to it (bluetoothctl disconnect {address})."),
        SocketErrno.EMLINK =>
            (SensorState.Fault, $"The Bluetooth adapter has as many connections as it can ({exception.Message}): disconnect another device, or add an adapter."),
        _ => (SensorState.Fault, exception.Message),
    };
}
