namespace PowerMeter.Web.Corrections;

/// <summary>What a correction does to energy and money.</summary>
/// <param name="Samples">How many samples lie in the span.</param>
/// <param name="Days">The days that it touches, by date: only the samples and the segments beside them, not the whole days.</param>
/// <param name="MostWatts">The greatest power of a sample of the span, without its sign, after the correction.</param>
public sealed record CorrectionEffect(long Samples, IReadOnlyList<DayEffect> Days, double MostWatts)
{
    public double BeforeWattHours => Days.Sum(day => day.BeforeWattHours);

    public double AfterWattHours => Days.Sum(day => day.AfterWattHours);

    public decimal BeforeCost => Days.Sum(day => day.BeforeCost);

    public decimal AfterCost => Days.Sum(day => day.AfterCost);
}
