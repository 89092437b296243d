namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>What is known of one sensor in a span and around it.</summary>
/// <param name="Samples">Ascending in time, which is in unix microseconds; none of the future.</param>
public sealed record SensorSamples(ReadSensor Sensor, IReadOnlyList<(long Time, double Watts)> Samples)
{
    /// <summary>The newest of them, in unix microseconds; long.MinValue when there is none.</summary>
    public long Newest => Samples.Count == 0 ? long.MinValue : Samples[^1].Time;

    /// <summary>
    /// Up to when no sample is missing any more: windows that end until then are ready. The newest sample tells, or the
    /// longest gap that has gone by.
    /// </summary>
    public long ReadyUntil(long now) => Math.Max(Newest, now - Sensor.MaxGap);
}
