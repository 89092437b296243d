namespace PowerMeter.Shared.Display;

/// <summary>The power, as large as it has room; or, in words, why there is none.</summary>
internal static class FacePower
{
    private const double LeastShare = 0.7;

    /// <param name="top">The first row that may be taken.</param>
    /// <param name="bottom">The row after the last.</param>
    public static void Add(FaceLayout layout, DisplayState state, DisplayTexts texts, DisplayNumbers numbers, int top, int bottom)
    {
        if (state.Power == PowerState.Live) AddFigure(layout, numbers.Power(state.Watts), top, bottom);
        else AddReason(layout, state, texts, top, bottom);
    }

    private static void AddFigure(FaceLayout layout, (string Number, string Unit) power, int top, int bottom)
    {
        // The figure stands free, and may come nearer to the edge.
        var (width, height) = (layout.Width - layout.Margin, bottom - top);
        TextLine? Largest(BitmapFont font) => TextLine.Fitting(
            width, height, Enumerable.Range(1, Math.Max(1, height / font.CapHeight)).Reverse().SelectMany(scale => Figures(power, font, scale)));
        var (large, medium) = (Largest(BitmapFont.Large), Largest(BitmapFont.Medium));
        // The large font has the better forms; only where it would be much smaller does the other one take its place.
        var line = large is not null && large.CapHeight >= LeastShare * (medium?.CapHeight ?? 0) ? large : medium ?? Largest(BitmapFont.Small);
        if (line is not null) layout.AddCentred(line, top + (height + line.CapHeight) / 2);
    }

    /// <summary>With its unit, which is a third as high; on the tiniest displays without.</summary>
    private static TextLine[] Figures((string Number, string Unit) power, BitmapFont font, int scale)
    {
        var number = new TextRun(font, scale, power.Number, DisplayColours.Ink);
        var (unitFont, unitScale) = font == BitmapFont.Large ? (BitmapFont.Medium, scale) : (BitmapFont.Small, Math.Max(1, scale * font.CapHeight / 12));
        var gap = Math.Max(2, font.Spacing * 2) * scale;
        var withUnit = new TextLine(number, new TextRun(unitFont, unitScale, power.Unit, DisplayColours.Live, gap));
        return font == BitmapFont.Small ? [withUnit, new TextLine(number)] : [withUnit];
    }

    private static void AddReason(FaceLayout layout, DisplayState state, DisplayTexts texts, int top, int bottom)
    {
        var height = bottom - top;
        var since = state is { Since: { } moment, Now: { } now } ? texts.Moment(moment, now.Date) : null;
        for (var scale = 2 * layout.Scale; scale >= 1; scale--)
        {
            // Capitals and descenders; for two lines also what stands between them, and over the first.
            var (one, two) = (9 * scale, 20 * scale);
            var first = TextLine.Fitting(layout.InnerWidth, height, Reasons(state, texts).SelectMany(reason => Lines(state.Power, reason, scale)));
            if (first is null) continue;
            var second = since is null ? null : new TextLine(new TextRun(BitmapFont.Small, scale, $"{texts.Since} {since}", DisplayColours.Ink));
            if (second is not null && second.Width <= layout.InnerWidth && two <= height)
            {
                var baseline = top + (height - two) / 2 + 8 * scale;
                layout.AddCentred(first, baseline);
                layout.AddCentred(second, baseline + 10 * scale);
                return;
            }

            if ((second is not null && scale > 1) || one > height) continue;
            layout.AddCentred(first, top + (height + 7 * scale) / 2);
            return;
        }
    }

    private static IReadOnlyList<string> Reasons(DisplayState state, DisplayTexts texts) => state.Power switch
    {
        PowerState.Silent => texts.Silent,
        PowerState.NoData => texts.NoData,
        PowerState.SensorGone => texts.SensorGone,
        PowerState.DatabaseAway => texts.DatabaseAway,
        _ => texts.NoSensor,
    };

    /// <summary>What somebody should look after is marked by a sign and a colour; what only has to be set up is not.</summary>
    private static TextLine[] Lines(PowerState power, string reason, int scale)
    {
        if (power is PowerState.NoData or PowerState.NoSensor) return [new TextLine(new TextRun(BitmapFont.Small, scale, reason, DisplayColours.Ink))];
        var words = new TextRun(BitmapFont.Small, scale, reason, DisplayColours.Trouble, 3 * scale);
        return [new TextLine(new TextRun(BitmapFont.Small, scale, FaceIcons.Warning, DisplayColours.Trouble), words), new TextLine(words)];
    }
}
