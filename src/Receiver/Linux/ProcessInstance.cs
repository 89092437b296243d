using System.Globalization;

namespace PowerMeter.Receiver.Linux;

/// <summary>
/// Tells one process from every other that this machine ever ran: by the boot, its pid, and when it started in ticks since
/// that boot (proc(5), /proc/PID/stat field 22). Pids come again, and the clock may be set. Containers of one machine share its boot,
/// and none sees the processes of another.
/// </summary>
public static class ProcessInstance
{
    private const int StartFieldAfterName = 19;

    /// <summary>Which processes we can see at all: those of this boot, and of this container (pid_namespaces(7)).</summary>
    private static readonly string World = $"{File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()}/{NamespaceOf("/proc/self/ns/pid")}";

    /// <summary>This process.</summary>
    public static string Own { get; } = Of(Environment.ProcessId) ?? throw new InvalidOperationException("/proc does not tell of this process.");

    /// <summary>Whether it has surely ended: it was of this boot and container, and is there no more. Of another nothing is known.</summary>
    /// <param name="instance">What <see cref="Own"/> was, there.</param>
    public static bool HasEnded(string instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var parts = instance.Split(' ');
        return parts.Length == 3 && parts[0] == World && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Of(pid) != instance;
    }

    /// <summary>Whether it was of this boot and container, so that we would see it.</summary>
    public static bool IsOfHere(string instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.Split(' ')[0] == World;
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
            return $"{World} {pid.ToString(CultureInfo.InvariantCulture)} {fields[StartFieldAfterName]}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // Where /proc has no namespaces there is one.
    private static string NamespaceOf(string link)
    {
        try
        {
            return File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
