namespace PowerMeter.Web.Queries;

/// <summary>A sample of a range and the segment that begins at it, which carries the sample's energy under its tariff.</summary>
/// <param name="Place">The sample's id, or its place from the end where the range counts from there.</param>
/// <param name="From">The sample's time, in unix microseconds.</param>
/// <param name="Until">The time of the sensor's next sample; null when none follows within max_gap: then it carries nothing.</param>
public readonly record struct SampleSpan(long Place, long From, long? Until);
