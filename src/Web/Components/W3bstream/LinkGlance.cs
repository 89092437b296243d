using NodaTime;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>What a look at the way to the network tells. Times are unix milliseconds, null when there is none.</summary>
public sealed record LinkGlance(
    bool IsForwarding, string? Fault, long Sent, long Waiting, long FailedNow, long? OldestWaiting, long? LastSentAt, long? RetryAt, int? AnswerStatus,
    long? AnswerAt, int WindowSeconds)
{
    private const long LeastQuiet = 60_000;
    private const int QuietWindows = 3;

    public static LinkGlance Of(W3bstreamSettings settings, W3bstreamStatus status)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(status);
        return new LinkGlance(
            settings.IsForwarding, status.Fault, status.Sent, status.Waiting, status.FailedNow, Milliseconds(status.OldestWaiting), Milliseconds(status.LastSentAt),
            Milliseconds(status.RetryAt), status.LastAnswerStatus, Milliseconds(status.LastAnswerAt), settings.WindowSeconds);
    }

    public LinkState StateAt(DateTimeOffset now)
    {
        if (!IsForwarding) return LinkState.Off;
        if (Fault is not null) return LinkState.Fault;
        var time = now.ToUnixTimeMilliseconds();
        if (RetryAt > time) return LinkState.Waiting;
        return LastSentAt is { } sent && time - sent <= Math.Max(LeastQuiet, QuietWindows * WindowSeconds * 1000L) ? LinkState.Sending : LinkState.Waiting;
    }

    /// <summary>How long ago the oldest window that waits ended, in seconds; 0 when none waits.</summary>
    public double LagSecondsAt(DateTimeOffset now) => OldestWaiting is { } oldest ? Math.Max(0, (now.ToUnixTimeMilliseconds() - oldest) / 1000.0) : 0;

    public static string IconOf(LinkState state) => state switch
    {
        LinkState.Off => "circle-off",
        LinkState.Sending => "send",
        LinkState.Waiting => "hourglass",
        _ => "circle-alert",
    };

    private static long? Milliseconds(Instant? time) => time?.ToUnixTimeMilliseconds();
}
