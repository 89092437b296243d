using System.Globalization;

namespace PowerMeter.Shared.Display;

/// <summary>Reads a font from the text in which it is drawn: its measures, then sheets of glyphs, then letters made of two.</summary>
internal static class FontSheet
{
    private const int WidestGlyph = 64;

    /// <summary>How much higher a mark stands over a capital than over a small letter, in pixels.</summary>
    private const int CapitalLift = 2;

    /// <exception cref="FormatException">The text is no font; the message names the line.</exception>
    public static BitmapFont Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var measures = new Dictionary<string, int>();
        var glyphs = new Dictionary<char, BitmapGlyph>();
        for (var i = 0; i < lines.Length; i++)
        {
            var words = lines[i].Split(' ');
            switch (words)
            {
                case ["" or "#", ..]:
                    break;
                case ["glyphs", ..]:
                    var height = Measure(measures, "height");
                    if (i + height >= lines.Length) throw Wrong(i, $"{height} rows of pixels follow it");
                    ReadSheet(words[1..], lines.AsSpan(i + 1, height), i, glyphs);
                    i += height;
                    break;
                case ["compose", [var made], [var letter], [var mark]] when glyphs.ContainsKey(letter) && glyphs.ContainsKey(mark):
                    if (!glyphs.TryAdd(made, Compose(glyphs[letter], glyphs[mark], char.IsUpper(letter)))) throw Wrong(i, "each character once");
                    break;
                case [var name, var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var pixels):
                    measures.Add(name, pixels);
                    break;
                default:
                    throw Wrong(i, "a measure, such as 'height 12', 'glyphs' and characters, or 'compose' and three characters that there are");
            }
        }

        return new BitmapFont(glyphs, new FontMeasures(
            Measure(measures, "height"), Measure(measures, "ascent"), Measure(measures, "cap"), Measure(measures, "spacing"), Measure(measures, "space")));
    }

    private static void ReadSheet(string[] names, ReadOnlySpan<string> rows, int line, Dictionary<char, BitmapGlyph> glyphs)
    {
        var widths = rows[0].Split(' ').Select(part => part.Length).ToArray();
        if (widths.Length != names.Length || widths.Max() > WidestGlyph) throw Wrong(line, $"as many glyphs as characters, each at most {WidestGlyph} pixels wide");
        var height = rows.Length;
        var pixels = names.Select(_ => new ulong[height]).ToArray();
        for (var y = 0; y < rows.Length; y++)
        {
            var parts = rows[y].Split(' ');
            if (!parts.Select(part => part.Length).SequenceEqual(widths)) throw Wrong(line + 1 + y, "glyphs as wide as in the row above");
            for (var glyph = 0; glyph < parts.Length; glyph++) pixels[glyph][y] = Bits(parts[glyph], line + 1 + y);
        }

        for (var glyph = 0; glyph < names.Length; glyph++)
            if (names[glyph].Length != 1 || !glyphs.TryAdd(names[glyph][0], new BitmapGlyph(widths[glyph], pixels[glyph]))) throw Wrong(line, "each character once");
    }

    private static ulong Bits(string pixels, int line)
    {
        var bits = 0UL;
        for (var x = 0; x < pixels.Length; x++)
        {
            if (pixels[x] is not ('#' or '.')) throw Wrong(line, "'#' for ink and '.' for none");
            if (pixels[x] == '#') bits |= 1UL << x;
        }

        return bits;
    }

    private static BitmapGlyph Compose(BitmapGlyph letter, BitmapGlyph mark, bool isCapital)
    {
        var width = Math.Max(letter.Width, mark.Width);
        var (letterLeft, markLeft) = ((width - letter.Width) / 2, (width - mark.Width + 1) / 2);
        var rows = letter.Rows.Select(row => row << letterLeft).ToArray();
        // A cedilla hangs below the baseline, and is lifted nowhere.
        var lift = isCapital && mark.Rows.Take(rows.Length / 2).Any(row => row != 0) ? CapitalLift : 0;
        for (var y = lift; y < rows.Length; y++) rows[y - lift] |= mark.Rows[y] << markLeft;
        return new BitmapGlyph(width, rows);
    }

    private static int Measure(Dictionary<string, int> measures, string name) =>
        measures.TryGetValue(name, out var pixels) ? pixels : throw new FormatException($"The font does not say its {name}.");

    private static FormatException Wrong(int line, string allowed) => new($"Line {line + 1} of the font; allowed: {allowed}.");
}
