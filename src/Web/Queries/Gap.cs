namespace PowerMeter.Web.Queries;

/// <summary>A span without samples that is longer than the sensor's max_gap: it carries no energy.</summary>
/// <param name="From">The last sample before it, in unix microseconds.</param>
/// <param name="Until">The first sample after it; null while it lasts.</param>
/// <param name="WattsBefore">Of the last sample before it.</param>
/// <param name="WattsAfter">Of the first sample after it.</param>
public sealed record Gap(long From, long? Until, double WattsBefore, double? WattsAfter);
