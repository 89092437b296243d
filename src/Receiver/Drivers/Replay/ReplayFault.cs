using PowerMeter.Receiver.Linux;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>Why a recording cannot be played, and what helps.</summary>
internal static class ReplayFault
{
    public static (SensorState State, string Error) Explain(Exception exception, string file) => exception switch
    {
        KernelException { Errno: LibC.ENOENT } => (SensorState.Absent, $"There is no {file}. Copy the recording there, or set device to its path."),
        KernelException { Errno: LibC.EACCES or LibC.EPERM } =>
            (SensorState.Fault, $"{file} may not be read. Let the Receiver's user read it: chmod a+r {file}, and a+x for the directories above it."),
        RecordingException => (SensorState.Fault, $"{file} cannot be played: {exception.Message}."),
        _ => (SensorState.Fault, $"{file} cannot be read: {exception.Message}"),
    };
}
