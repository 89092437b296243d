namespace PowerMeter.Web.FirstRun;

/// <summary>The draft as the database holds it now.</summary>
/// <param name="Version">By which it is saved again.</param>
/// <param name="IsOwn">Whether the browser that asks is the one that answers; to another one <paramref name="Draft"/> holds no secret.</param>
public sealed record StoredDraft(FirstRunDraft Draft, FirstRunStep Step, long Version, bool IsOwn, DateTimeOffset UpdatedAt);
