using PowerMeter.Receiver.Bluetooth;
using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;
using PowerMeter.Shared.Sensors;

namespace PowerMeter.Receiver.Drivers.Awox;

/// <summary>
/// What an error of the plug's connection means to its user, and what helps. The kernel's errors are those of
/// net/bluetooth: af_bluetooth.c, l2cap_core.c (l2cap_chan_connect), hci_conn.c (hci_connect_le) and lib.c (bt_to_errno).
/// </summary>
public static class AwoxFault
{
    public static (SensorState State, Sentence Error) Explain(Exception exception, BluetoothAddress address) => exception switch
    {
        AttException { IsSilence: true } silent => (SensorState.Silent, But(silent, address)),
        AttException wrong => (SensorState.Fault, But(wrong, address)),
        KernelException kernel => Explain(kernel, address.ToString()),
        _ => throw new ArgumentException($"{exception?.GetType().Name} is no fault of a plug's.", nameof(exception)),
    };

    /// <summary>The plug is connected, and does not do what it should.</summary>
    public static Sentence But(AttException exception, BluetoothAddress address)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new Sentence("Bluetooth_But", address.ToString(), exception.Sentence);
    }

    private static (SensorState State, Sentence Error) Explain(KernelException exception, string address) => exception.Errno switch
    {
        // 0x3E of the radio, "failed to be established", has no errno of its own and becomes ENOSYS.
        SocketErrno.EHOSTDOWN or SocketErrno.ETIMEDOUT or SocketErrno.ENOTCONN or SocketErrno.ENOSYS or SocketErrno.ECONNRESET
            or SocketErrno.ECONNABORTED or SocketErrno.EPIPE or LibC.EIO or SocketErrno.EPROTO or LibC.EAGAIN =>
            (SensorState.Absent, new Sentence("Bluetooth_OutOfReach", address)),
        SocketErrno.ECONNREFUSED => (SensorState.Absent, new Sentence("Bluetooth_Refused", address)),
        SocketErrno.EHOSTUNREACH or LibC.ENODEV or SocketErrno.ENETDOWN => (SensorState.Fault, new Sentence("Bluetooth_NoAdapter", exception.Message)),
        SocketErrno.EOPNOTSUPP => (SensorState.Fault, new Sentence("Bluetooth_NoLowEnergy", exception.Message)),
        SocketErrno.EAFNOSUPPORT or SocketErrno.EPROTONOSUPPORT or SocketErrno.ESOCKTNOSUPPORT =>
            (SensorState.Fault, new Sentence("Bluetooth_NoSockets", exception.Message)),
        SocketErrno.EPERM => (SensorState.Fault, new Sentence("Bluetooth_Forbidden", exception.Message)),
        LibC.EACCES => (SensorState.Fault, new Sentence("Bluetooth_WantsKey", address, exception.Message)),
        LibC.EBUSY => (SensorState.Fault, new Sentence("Bluetooth_Busy", exception.Message, address)),
        SocketErrno.EMLINK => (SensorState.Fault, new Sentence("Bluetooth_TooManyConnections", exception.Message)),
        _ => (SensorState.Fault, Sentence.Verbatim(exception.Message)),
    };
}
