using PowerMeter.Shared.Language;

namespace PowerMeter.Web.Import;

/// <summary>A row that is not taken.</summary>
/// <param name="Line">Where it stands in the source, from 1.</param>
/// <param name="Reason">What is wrong, what was given, what is allowed.</param>
public sealed record ImportReject(long Line, Sentence Reason);
