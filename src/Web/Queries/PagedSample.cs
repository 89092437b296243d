namespace PowerMeter.Web.Queries;

/// <summary>A sample as the table of samples shows it.</summary>
/// <param name="Time">Unix microseconds.</param>
/// <param name="IsCorrected">Whether it is as a correction made it.</param>
public sealed record PagedSample(long Time, double Watts, float? Volts, float? Battery, bool IsNight, bool IsCorrected);
