using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Data;

/// <summary>What the table of gaps shows first.</summary>
/// <param name="Key">The address that it belongs to.</param>
/// <param name="Now">When it was read, in unix microseconds.</param>
internal sealed record GapsFirstPicture(string Key, IReadOnlyList<Gap> Gaps, long Now);
