namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>A sensor whose power is read.</summary>
/// <param name="MaxGap">The longest gap between two samples that a line bridges, in microseconds.</param>
public sealed record ReadSensor(int Id, long MaxGap);
