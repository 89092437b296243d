namespace PowerMeter.Web.Live;

/// <summary>Where the trail is, and what happened since.</summary>
/// <param name="Position">All of it is visible in this.</param>
/// <param name="IsWhole">False when more happened than can be told, or nobody knows: then <paramref name="Changes"/> is empty.</param>
/// <param name="Changes">Joined, in the order of sensor and time.</param>
public sealed record ChangeTrailRead(FeedPosition Position, bool IsWhole, IReadOnlyList<MeasureChange> Changes);
