namespace PowerMeter.Shared.Display;

/// <summary>A piece of text in one font, size and colour.</summary>
/// <param name="Scale">At least 1.</param>
/// <param name="Gap">Pixels left free before it, of the picture.</param>
public readonly record struct TextRun(BitmapFont Font, int Scale, string Text, Colour Colour, int Gap = 0)
{
    public int Width => Font.Measure(Text) * Scale;
}
