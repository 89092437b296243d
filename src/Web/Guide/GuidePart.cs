namespace PowerMeter.Web.Guide;

/// <summary>A piece of a chapter: text, or a drawing between texts.</summary>
/// <param name="Html">Null for a drawing.</param>
/// <param name="Drawing">Whose wiring is drawn: the name in <see cref="Wiring.All"/>; null for text.</param>
public sealed record GuidePart(string? Html, string? Drawing);
