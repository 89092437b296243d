namespace PowerMeter.Processor.W3bstream.Readings;

/// <summary>A piece of a line: the power goes straight from FromWatts to UntilWatts in [From, Until), unix microseconds.</summary>
public readonly record struct PowerSegment(long From, long Until, double FromWatts, double UntilWatts)
{
    /// <summary>The power at a moment of [From, Until], in watts; at its ends exactly theirs.</summary>
    public double At(long time) =>
        time == From ? FromWatts
        : time == Until ? UntilWatts
        : FromWatts + (UntilWatts - FromWatts) * ((double)(time - From) / (Until - From));

    /// <summary>What of it lies in [from, until), which it overlaps.</summary>
    public PowerSegment Cut(long from, long until)
    {
        var (start, end) = (Math.Max(From, from), Math.Min(Until, until));
        return new PowerSegment(start, end, At(start), At(end));
    }
}
