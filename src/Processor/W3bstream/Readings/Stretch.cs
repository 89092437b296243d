namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>A half-open span of time [From, Until), in unix microseconds; never empty.</summary>
public readonly record struct Stretch
{
    public long From { get; }

    public long Until { get; }

    /// <exception cref="ArgumentOutOfRangeException">It would be empty.</exception>
    public Stretch(long from, long until)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, until);
        (From, Until) = (from, until);
    }
}
