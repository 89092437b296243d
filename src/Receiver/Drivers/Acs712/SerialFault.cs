using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>What an error of a serial port means to its user, and what helps.</summary>
public static class SerialFault
{
    public static (SensorState State, string Error) Explain(KernelException exception, string device)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENOENT => (SensorState.Absent, $"There is no {device}. Plug the Arduino in, or set device to one of /dev/serial/by-id/."),
            LibC.EIO or LibC.ENXIO or LibC.ENODEV => (SensorState.Absent, $"{device} is unplugged ({exception.Message})."),
            LibC.EACCES => (SensorState.Fault, $"{device} may not be opened. Add the Receiver's user to the group dialout, and start the Receiver again: usermod -aG dialout USER."),
            LibC.EPERM => (SensorState.Fault, $"{device} is kept from the Receiver by its container or service. Let it in: --device={device} for a container, DeviceAllow= for a service."),
            LibC.EBUSY => (SensorState.Fault, $"{device} is in use by another program. End it (fuser {device} tells which)."),
            LibC.ENOTTY or LibC.EISDIR => (SensorState.Fault, $"{device} is no serial port. Set device to one, such as /dev/ttyACM0."),
            _ => (SensorState.Fault, exception.Message),
        };
    }
}
