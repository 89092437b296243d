namespace PowerMeter.Web.Corrections;

/// <summary>How much a correction touches. Times in unix microseconds; counts end one above the most that is allowed.</summary>
/// <param name="MaxGap">Microseconds.</param>
/// <param name="First">The sample before what it touches, or the start of that when none is near.</param>
/// <param name="Last">The sample behind it, or its end.</param>
/// <param name="Samples">In the span.</param>
/// <param name="Touched">In the span and between there and where they go.</param>
/// <param name="InTheWay">Other samples that lie where these go.</param>
internal sealed record EffectBounds(long MaxGap, long First, long Last, long Samples, long Touched, long InTheWay);
