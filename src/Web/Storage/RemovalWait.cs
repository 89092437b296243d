using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>What keeps a month that is old enough, and with it all that are newer: the oldest goes first.</summary>
/// <param name="Month">The first that waits.</param>
public sealed record RemovalWait(RemovalReason Reason, YearMonth Month)
{
    /// <summary>On how many days something was recorded since; for <see cref="RemovalReason.Silence"/>.</summary>
    public int Days { get; init; }

    /// <summary>On how many it must have been.</summary>
    public int DaysNeeded { get; init; }
}
