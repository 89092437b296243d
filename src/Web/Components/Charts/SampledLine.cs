using PowerMeter.Web.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>The samples of a sensor as a line, straight between them.</summary>
/// <param name="Samples">Ascending in time.</param>
/// <param name="MaxGap">Microseconds: over a longer silence there is no line.</param>
internal sealed record SampledLine(IReadOnlyList<StoredSample> Samples, long MaxGap)
{
    /// <summary>Whether the line goes on from this sample to the next.</summary>
    public bool Continues(int index) => index >= 0 && index + 1 < Samples.Count && Samples[index + 1].Time - Samples[index].Time <= MaxGap;
}
