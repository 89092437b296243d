namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>Time-weighted mean power of a span, in watts, over the part of it that samples cover; above 0 microseconds.</summary>
public readonly record struct PowerMean(double Watts, long CoveredMicroseconds);
