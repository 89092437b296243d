using NodaTime;

namespace PowerMeter.Shared.Measurement;

/// <summary>Half-open span of time: includes <see cref="Start"/>, excludes <see cref="End"/>, never empty.</summary>
public readonly record struct UtcSpan
{
    public Instant Start { get; }

    public Instant End { get; }

    /// <exception cref="ArgumentException">The end is not after the start.</exception>
    public UtcSpan(Instant start, Instant end)
    {
        if (end <= start) throw new ArgumentException($"A span ends after it starts: {start} to {end}.", nameof(end));
        Start = start;
        End = end;
    }

    public bool Contains(Instant instant) => Start <= instant && instant < End;
}
