using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Acs712;

/// <summary>What an error of a serial port means to its user, and what helps.</summary>
public static class SerialFault
{
    public static (SensorState State, Sentence Error) Explain(KernelException exception, string device)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.Errno switch
        {
            LibC.ENOENT => (SensorState.Absent, new Sentence("Serial_None", device)),
            LibC.EIO or LibC.ENXIO or LibC.ENODEV => (SensorState.Absent, new Sentence("Serial_Unplugged", device, exception.Message)),
            LibC.EACCES => (SensorState.Fault, new Sentence("Serial_Forbidden", device)),
            LibC.EPERM => (SensorState.Fault, new Sentence("Serial_Kept", device)),
            LibC.EBUSY => (SensorState.Fault, new Sentence("Sensor_InUse", device)),
            LibC.ENOTTY or LibC.EISDIR => (SensorState.Fault, new Sentence("Serial_NoPort", device)),
            _ => (SensorState.Fault, Sentence.Verbatim(exception.Message)),
        };
    }
}
