namespace PowerMeter.Web.Queries;

/// <summary>A sample as the database keeps it.</summary>
/// <param name="Time">Unix microseconds.</param>
/// <param name="NightRate">Whether the off-peak tariff held.</param>
public readonly record struct StoredSample(long Id, long Time, double Watts, bool NightRate);
