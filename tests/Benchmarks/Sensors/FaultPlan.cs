namespace PowerMeter.Benchmarks.Sensors;

/// <summary>When a sensor has its next fault, which one and how long; the same for the same seed.</summary>
/// <param name="kinds">How many kinds of fault the sensor has; 0: it has none.</param>
internal sealed class FaultPlan(int seed, int kinds, TimeProvider time)
{
    private readonly Random _random = new(seed);
    private long _due = time.GetTimestamp() + (5 * 60 * time.TimestampFrequency);
    private int _next;

    public static FaultPlan None { get; } = new(0, 0, TimeProvider.System);

    public int Faults { get; private set; }

    /// <returns>False while none is due.</returns>
    public bool IsDue(out int kind, out TimeSpan length)
    {
        (kind, length) = (0, default);
        if (kinds == 0 || time.GetTimestamp() < _due) return false;
        kind = _next++ % kinds;
        length = TimeSpan.FromSeconds(_random.Next(10, 180));
        _due = time.GetTimestamp() + (_random.Next(8 * 60, 25 * 60) * time.TimestampFrequency) + (length.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond);
        Faults++;
        return true;
    }
}
