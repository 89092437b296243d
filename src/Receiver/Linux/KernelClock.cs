using System.Globalization;
using System.Runtime.InteropServices;
using NodaTime;
using PowerMeter.Receiver.Dating;

namespace PowerMeter.Receiver.Linux;

/// <summary>The kernel's own word on its clock: adjtimex(2), /sys/class/rtc and /proc/sys/kernel/random/boot_id.</summary>
/// <param name="root">Where sys and proc are. Default: /.</param>
public sealed class KernelClock(string root = "/") : IKernelClock
{
    public string BootId { get; } = ReadBootId(Path.Combine(root, "proc/sys/kernel/random/boot_id"));

    /// <remarks>A PC always has such a clock; a virtual one may have its host's instead, which is no /sys/class/rtc.</remarks>
    public bool RunsWhileOff { get; } =
        RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86 || HasRealTimeClock(Path.Combine(root, "sys/class/rtc"), Dating.BuildDate.Value);

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

    /// <summary>
    /// Whether a real-time clock is there that ran while the machine was off. A Raspberry Pi 5 always has one, which without
    /// a battery begins at 1970 again, as other modules begin at 2000; some then refuse to be read.
    /// </summary>
    /// <param name="directory">/sys/class/rtc; see the kernel's Documentation/ABI/testing/sysfs-class-rtc.</param>
    /// <param name="built">No clock that ran says less.</param>
    public static bool HasRealTimeClock(string directory, Instant built) =>
        Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory, "rtc*").Any(clock => Ran(Path.Combine(clock, "since_epoch"), built));

    private static bool Ran(string path, Instant built)
    {
        try
        {
            return long.TryParse(File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var seconds)
                && seconds >= built.ToUnixTimeSeconds();
        }
        catch (FileNotFoundException)
        {
            // A kernel without CONFIG_RTC_INTF_SYSFS does not tell.
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

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
