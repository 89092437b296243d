namespace PowerMeter.Web.Corrections;

/// <summary>What is to be done to the samples of the half-open span [From, Until) of one sensor.</summary>
/// <param name="From">Unix microseconds, included.</param>
/// <param name="Until">Unix microseconds, excluded.</param>
public sealed record CorrectionRequest(int SensorId, CorrectionKind Kind, long From, long Until)
{
    /// <summary>The new power, in watts: for <see cref="CorrectionKind.Set"/> only.</summary>
    public double Watts { get; init; }

    /// <summary>What each power is multiplied by: for <see cref="CorrectionKind.Scale"/> only.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Microseconds that are added to each time: for <see cref="CorrectionKind.Shift"/> only, else 0.</summary>
    public long Offset { get; init; }

    /// <summary>Why, in the words of whoever asks.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The first moment that it touches.</summary>
    public long TouchedFrom => Math.Min(From, From + Offset);

    /// <summary>The end of what it touches, excluded.</summary>
    public long TouchedUntil => Math.Max(Until, Until + Offset);

    public bool Holds(long time) => time >= From && time < Until;

    /// <returns>What becomes of a sample of the span.</returns>
    public double PowerOf(double watts) => Kind switch
    {
        CorrectionKind.Set => Watts,
        CorrectionKind.Scale => watts * Factor,
        _ => watts,
    };
}
