namespace PowerMeter.Web.Corrections;

/// <summary>What a correction would do; nothing is written yet.</summary>
/// <param name="Effect">Of the samples and the segments beside them.</param>
/// <param name="Days">Whole days, with all that was measured on them, before and after.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record CorrectionPreview(CorrectionRequest Request, CorrectionEffect Effect, IReadOnlyList<DayEffect> Days, string Currency);
