namespace PowerMeter.Shared.Display;

/// <summary>The measures of a font, in pixels.</summary>
/// <param name="Height">Rows of a glyph.</param>
/// <param name="Ascent">Rows above the baseline.</param>
/// <param name="CapHeight">Rows of a capital or a digit.</param>
/// <param name="Spacing">Between two characters.</param>
/// <param name="Space">How wide a space is, without the spacing.</param>
internal sealed record FontMeasures(int Height, int Ascent, int CapHeight, int Spacing, int Space);
