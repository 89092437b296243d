using NodaTime;
using PowerMeter.Shared.Rewards;
using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Web.W3bstream;

/// <summary>How it is set, how it goes, and what it should earn.</summary>
/// <param name="Sensors">Whose power is read now; none when there is none, or one that was chosen is gone.</param>
public sealed record W3bstreamState(W3bstreamSettings Settings, W3bstreamStatus Status, RewardFigures Rewards, IReadOnlyList<int> Sensors)
{
    /// <summary>What must be set before anything is sent: the name of the setting; null when all is.</summary>
    public static string? MissingOf(W3bstreamSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.IsForwarding) return null;
        if (settings.PublishUrl.Length == 0) return W3bstreamFields.PublishUrl;
        return settings.Profile == W3bstreamProfile.Devnet ? W3bstreamFields.Token : W3bstreamFields.ProjectId;
    }

    /// <summary>How long ago the oldest window that waits ended, in seconds; 0 when none waits.</summary>
    public static double LagSecondsOf(W3bstreamStatus status, Instant now)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.OldestWaiting is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0;
    }
}
