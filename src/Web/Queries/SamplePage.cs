namespace PowerMeter.Web.Queries;

/// <summary>Some samples in the order of time.</summary>
/// <param name="HasEarlier">Whether there are samples before them.</param>
/// <param name="HasLater">Whether there are samples after them.</param>
public sealed record SamplePage(IReadOnlyList<PagedSample> Samples, bool HasEarlier, bool HasLater);
