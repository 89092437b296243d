using System.Runtime.InteropServices;
using PowerMeter.Receiver.Dating;

namespace PowerMeter.Receiver.Linux;

/// <summary>The kernel's own word on its clock: adjtimex(2), /sys/class/rtc and /proc/sys/kernel/random/boot_id.</summary>
/// <param name="root">Where sys and proc are. Default: /.</param>
public sealed class KernelClock(string root = "/") : IKernelClock
{
    public string BootId { get; } = ReadBootId(Path.Combine(root, "proc/sys/kernel/random/boot_id"));

    /// <remarks>A PC always has such a clock; a virtual one may have its host's instead, which is no /sys/class/rtc.</remarks>
    public bool RunsWhileOff { get; } =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 || HasRealTimeClock(Path.Combine(root, "sys/class/rtc"));

    public unsafe ClockSync ReadSync()
    {
        var timex = stackalloc byte[LibC.TimexRoom];
        new Span<byte>(timex, LibC.TimexRoom).Clear();
        return LibC.AdjustTime(timex) switch
        {
            < 0 => ClockSync.Unknown,
            LibC.ClockIsUnsynchronised => ClockSync.Unsynchronised,
            _ => ClockSync.Synchronised,
        };
    }

    public static bool HasRealTimeClock(string directory) =>
        Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory, "rtc*").Any();

    private static string ReadBootId(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
