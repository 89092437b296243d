using NodaTime;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Web.Components.W3bstream;

/// <summary>What a look at the way to the network tells. Times are unix milliseconds, null when there is none.</summary>
public sealed record LinkGlance(
    bool IsForwarding, string? Fault, long Sent, long Waiting, long FailedNow, long? OldestWaiting, long? LastSentAt, long? RetryAt, int? AnswerStatus,
    long? AnswerAt, int WindowSeconds)
{
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
        var status = new W3bstreamStatus
        {
            Fault = Fault,
            Waiting = Waiting,
            OldestWaiting = Moment(OldestWaiting),
            LastSentAt = Moment(LastSentAt),
            RetryAt = Moment(RetryAt),
        };
        return LinkRules.Judge(IsForwarding, WindowSeconds, status, Instant.FromDateTimeOffset(now));
    }

    /// <summary>How long ago the oldest window that waits ended, in seconds; 0 when none waits.</summary>
    public double LagSecondsAt(DateTimeOffset now) => OldestWaiting is { } oldest ? Math.Max(0, (now.ToUnixTimeMilliseconds() - oldest) / 1000.0) : 0;

    public static string IconOf(LinkState state) => state switch
    {
        LinkState.Off => "circle-off",
        LinkState.Ready => "check",
        LinkState.Sending => "send",
        LinkState.Waiting => "hourglass",
        _ => "circle-alert",
    };

    private static long? Milliseconds(Instant? time) => time?.ToUnixTimeMilliseconds();

    private static Instant? Moment(long? milliseconds) => milliseconds is { } time ? Instant.FromUnixTimeMilliseconds(time) : null;
}
