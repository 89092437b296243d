using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace PowerMeter.Shared.Hosting;

/// <summary>Where systemd hears how its service does: sd_notify(3). Another supervisor names no such socket.</summary>
/// <param name="Address">An absolute path, or <c>@</c> and a name in the abstract name space: <c>NOTIFY_SOCKET</c>.</param>
/// <param name="WatchdogTime">After how long without a sign of life systemd kills the process, sd_watchdog_enabled(3); null: never.</param>
public sealed record NotifySocket(string Address, TimeSpan? WatchdogTime)
{
    public const string Ready = "READY=1";
    public const string Lives = "WATCHDOG=1";
    public const string Stopping = "STOPPING=1";

    private const string AllowedAddress = "an absolute path or '@' and a name, of at most 107 bytes";

    /// <param name="variable">The process's environment variables.</param>
    /// <returns>Null when nobody listens.</returns>
    /// <exception cref="SettingException">A variable is not what systemd makes it.</exception>
    public static NotifySocket? Read(Func<string, string?> variable, int processId)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (variable("NOTIFY_SOCKET") is not { Length: > 0 } address) return null;
        if (address[0] is not ('/' or '@') || Encoding.UTF8.GetByteCount(address) is < 2 or > 107)
            throw SettingException.NotAllowed("NOTIFY_SOCKET", address, AllowedAddress);
        return new NotifySocket(address, ReadWatchdog(variable, processId));
    }

    /// <summary>Tells systemd; the datagram is taken at once, or not at all.</summary>
    /// <exception cref="SocketException">Nobody listens there any more, or the listener's queue is full.</exception>
    public void Tell(string state)
    {
        ArgumentException.ThrowIfNullOrEmpty(state);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        // unix(7): an abstract name begins with a byte of 0.
        socket.SendTo(Encoding.UTF8.GetBytes(state), new UnixDomainSocketEndPoint(Address[0] == '@' ? '\0' + Address[1..] : Address));
    }

    // The process that reads the variables need not be the one that is watched, but here it is.
    private static TimeSpan? ReadWatchdog(Func<string, string?> variable, int processId)
    {
        if (variable("WATCHDOG_PID") is { Length: > 0 } pid && pid != processId.ToString(CultureInfo.InvariantCulture)) return null;
        if (variable("WATCHDOG_USEC") is not { Length: > 0 } given) return null;
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds is >= 1000 and <= 86_400_000_000
            ? TimeSpan.FromMicroseconds(microseconds)
            : throw SettingException.NotAllowed("WATCHDOG_USEC", given, "a whole number of microseconds from 1000 to 86400000000");
    }
}
