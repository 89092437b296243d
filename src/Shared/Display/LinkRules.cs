using NodaTime;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Shared.Display;

/// <summary>What settings and status say of the link. Pure.</summary>
public static class LinkRules
{
    private static readonly Duration Patience = Duration.FromSeconds(30);
    private static readonly Duration Quiet = Duration.FromMinutes(1);

    public static LinkState Judge(W3bstreamSettings settings, W3bstreamStatus status, Instant now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(status);
        if (!settings.IsForwarding) return LinkState.Off;
        if (status.Fault is not null) return LinkState.Fault;
        var windows = Duration.FromSeconds(3L * settings.WindowSeconds);
        // Each reading waits for a moment: only what is on its way for longer is held up.
        if (status.Waiting > 0 && (status.RetryAt > now || now - status.OldestWaiting > Duration.Max(Patience, windows))) return LinkState.Waiting;
        return status.Waiting > 0 || now - status.LastSentAt < Duration.Max(Quiet, windows) ? LinkState.Sending : LinkState.Ready;
    }
}
