using NodaTime;

namespace PowerMeter.Shared.W3bstream;

/// <summary>What settings and status say of the link, for the display and the pages. Pure.</summary>
public static class LinkRules
{
    private static readonly Duration Patience = Duration.FromSeconds(30);
    private static readonly Duration Quiet = Duration.FromMinutes(1);

    public static LinkState Judge(W3bstreamSettings settings, W3bstreamStatus status, Instant now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Judge(settings.IsForwarding, settings.WindowSeconds, status, now);
    }

    /// <param name="status">Of it count the fault, what waits, what was sent last, and the next attempt.</param>
    public static LinkState Judge(bool isForwarding, int windowSeconds, W3bstreamStatus status, Instant now)
    {
        ArgumentNullException.ThrowIfNull(status);
        if (!isForwarding) return LinkState.Off;
        if (status.Fault is not null) return LinkState.Fault;
        var windows = Duration.FromSeconds(3L * windowSeconds);
        // Each reading waits for a moment: only what is on its way for longer is held up.
        if (status.Waiting > 0 && (status.RetryAt > now || now - status.OldestWaiting > Duration.Max(Patience, windows))) return LinkState.Waiting;
        return status.Waiting > 0 || now - status.LastSentAt < Duration.Max(Quiet, windows) ? LinkState.Sending : LinkState.Ready;
    }
}
