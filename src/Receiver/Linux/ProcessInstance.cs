using System.Globalization;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// Tells one process from every other that this machine ever ran: by the boot, its pid, and when it started in ticks since
/// that boot (proc(5), /proc/PID/stat field 22). Pids come again, and the clock may be set.
/// </summary>
public static class ProcessInstance
{
    private const int StartFieldAfterName = 19;

    /// <summary>This process.</summary>
    public static string Own { get; } = Of(Environment.ProcessId) ?? throw new InvalidOperationException("/proc does not tell of this process.");

    /// <summary>Whether it still runs on this machine.</summary>
    /// <param name="instance">What <see cref="Own"/> was, there.</param>
    public static bool IsAlive(string instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var parts = instance.Split(' ');
        return parts.Length == 3 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Of(pid) == instance;
    }

    private static string? Of(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat");
            // The second field is the program's name, which may hold spaces and brackets.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // Ended, and nobody has asked yet how: its entry stays until then.
            if (fields[0] is "Z" or "X") return null;
            return $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()} {pid.ToString(CultureInfo.InvariantCulture)} {fields[StartFieldAfterName]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
