namespace PowerMeter.Shared.Display;

/// <summary>A typeface drawn pixel by pixel, so that it is crisp; larger only by whole factors. All digits are as wide as one another.</summary>
public sealed class BitmapFont
{
    /// <summary>What stands for a character that the font does not have.</summary>
    private const char Unknown = '\uFFFD';

    /// <summary>Between the thousands of French figures.</summary>
    private const char NarrowSpace = '\u202F';

    private static readonly Lazy<BitmapFont> SmallFont = new(() => Load("small"));
    private static readonly Lazy<BitmapFont> MediumFont = new(() => Load("medium"));
    private static readonly Lazy<BitmapFont> LargeFont = new(() => Load("large"));

    private readonly IReadOnlyDictionary<char, BitmapGlyph> _glyphs;
    private readonly int _space;

    internal BitmapFont(IReadOnlyDictionary<char, BitmapGlyph> glyphs, FontMeasures measures)
    {
        _glyphs = glyphs;
        _space = measures.Space;
        (Height, Ascent, CapHeight, Spacing) = (measures.Height, measures.Ascent, measures.CapHeight, measures.Spacing);
    }

    /// <summary>Text and icons, capitals 7 pixels high.</summary>
    public static BitmapFont Small => SmallFont.Value;

    /// <summary>Figures, 12 pixels high.</summary>
    public static BitmapFont Medium => MediumFont.Value;

    /// <summary>Figures, 36 pixels high.</summary>
    public static BitmapFont Large => LargeFont.Value;

    /// <summary>Rows of pixels of a glyph.</summary>
    public int Height { get; }

    /// <summary>Rows above the baseline.</summary>
    public int Ascent { get; }

    /// <summary>Rows of a capital or a digit, above the baseline.</summary>
    public int CapHeight { get; }

    /// <summary>Pixels between two characters.</summary>
    public int Spacing { get; }

    public IEnumerable<char> Characters => _glyphs.Keys;

    public bool Has(char character) => IsSpace(character) || _glyphs.ContainsKey(character);

    /// <summary>How wide the text is at its own size, in pixels.</summary>
    public int Measure(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 0 ? 0 : text.Sum(Advance) - Spacing;
    }

    /// <param name="x">The left edge.</param>
    /// <param name="baseline">The row below the capitals' last.</param>
    /// <param name="scale">At least 1: how many pixels a pixel of the font becomes each way.</param>
    public void Draw(Picture picture, int x, int baseline, string text, int scale, Colour colour)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(text);
        foreach (var character in text)
        {
            if (Glyph(character) is { } glyph) Draw(picture, x, baseline - Ascent * scale, glyph, scale, colour);
            x += Advance(character) * scale;
        }
    }

    private static void Draw(Picture picture, int left, int top, BitmapGlyph glyph, int scale, Colour colour)
    {
        for (var y = 0; y < glyph.Rows.Length; y++)
            for (var x = 0; x < glyph.Width; x++)
                if (glyph.IsInk(x, y)) picture.Fill(left + x * scale, top + y * scale, scale, scale, colour);
    }

    private static BitmapFont Load(string name)
    {
        using var stream = typeof(BitmapFont).Assembly.GetManifestResourceStream($"fonts/{name}.txt")
            ?? throw new InvalidOperationException($"The font {name} is not in the program.");
        using var reader = new StreamReader(stream);
        return FontSheet.Parse(reader.ReadToEnd());
    }

    private static bool IsSpace(char character) => character is ' ' or NarrowSpace;

    private BitmapGlyph? Glyph(char character) => IsSpace(character) ? null : _glyphs.GetValueOrDefault(character) ?? _glyphs.GetValueOrDefault(Unknown);

    private int Advance(char character) => (Glyph(character)?.Width ?? (character == NarrowSpace ? _space / 2 : _space)) + Spacing;
}
