namespace PowerMeter.Shared.Display;

/// <summary>A line of text and where it stands.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Baseline">The row below its capitals' last.</param>
internal sealed record PlacedText(TextLine Line, int X, int Baseline);
