using PowerMeter.Shared.Measurement;

namespace PowerMeter.Receiver.Dating;

/// <summary>A reading whose wall time is not known yet.</summary>
/// <param name="Uptime">When it was read: microseconds since the machine started.</param>
/// <param name="Watts">A power; see <see cref="Sample.IsPower"/>.</param>
public readonly record struct HeldReading(int SensorId, long Uptime, double Watts, float? Volts, float? Battery)
{
    /// <summary>As the spool's frames keep it: a sample whose time counts the uptime from <see cref="Sample.Earliest"/>.</summary>
    public Sample ToFrame() => At(Sample.Earliest.ToUnixMicroseconds() + Uptime);

    public static HeldReading FromFrame(Sample sample) => new(
        sample.SensorId, sample.Time.ToUnixMicroseconds() - Sample.Earliest.ToUnixMicroseconds(), sample.Watts, sample.Volts, sample.Battery);

    /// <param name="time">Microseconds since 1970.</param>
    /// <exception cref="ArgumentOutOfRangeException">No sample has such a time.</exception>
    public Sample At(long time) => new(SensorId, UnixMicroseconds.ToInstant(time), Watts) { Volts = Volts, Battery = Battery };
}
