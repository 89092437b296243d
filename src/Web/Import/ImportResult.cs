namespace PowerMeter.Web.Import;

/// <summary>What a load did.</summary>
/// <param name="Added">Samples that are new.</param>
/// <param name="Replaced">Samples whose value is another one now.</param>
/// <param name="LeftOut">Rows that could not be taken, and were left out as was asked for.</param>
public sealed record ImportResult(long Added, long Replaced, long LeftOut);
