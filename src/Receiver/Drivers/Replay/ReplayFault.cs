using PowerMeter.Receiver.Linux;
using PowerMeter.Shared.Language;

namespace PowerMeter.Receiver.Drivers.Replay;

/// <summary>Why a recording cannot be played, and what helps.</summary>
internal static class ReplayFault
{
    public static (SensorState State, Sentence Error) Explain(Exception exception, string file) => exception switch
    {
        KernelException { Errno: LibC.ENOENT } => (SensorState.Absent, new Sentence("Replay_None", file)),
        KernelException { Errno: LibC.EACCES or LibC.EPERM } => (SensorState.Fault, new Sentence("Replay_Forbidden", file)),
        RecordingException wrong => (SensorState.Fault, new Sentence("Replay_NotPlayable", file, wrong.Sentence)),
        _ => (SensorState.Fault, new Sentence("Replay_NotReadable", file, exception.Message)),
    };
}
