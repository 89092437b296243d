namespace PowerMeter.Shared.Display;

/// <summary>What today took, cost and should earn: beside one another on a wide picture, else one below another.</summary>
internal static class FaceToday
{
    private const string Unknown = "–";
    private const string Unit = "kWh";
    private const int LeastGap = 5;

    /// <param name="divider">The baseline of the word above the figures.</param>
    public static void Add(FaceLayout layout, DisplayState state, DisplayTexts texts, DisplayNumbers numbers, int divider)
    {
        AddDivider(layout, texts.Today, divider);
        if (layout.IsWide)
        {
            TextLine[] labels = [.. ((string[])[Unit, texts.Cost, texts.Tokens]).Select(label => new TextLine(layout.Small(label, DisplayColours.Muted)))];
            AddColumns(layout, Figures(layout, state, numbers, []), labels, divider);
        }
        else
        {
            AddRows(layout, Figures(layout, state, numbers, [Unit, "", texts.Tokens]), divider);
        }
    }

    private static void AddDivider(FaceLayout layout, string word, int baseline)
    {
        var line = new TextLine(layout.Small(word, DisplayColours.Muted));
        var x = layout.Margin;
        if (line.Width <= layout.InnerWidth)
        {
            layout.AddText(line, x, baseline);
            x += line.Width + 4 * layout.Scale;
        }

        if (x < layout.Right) layout.AddBox(x, baseline - 3 * layout.Scale, layout.Right - x, layout.Scale, DisplayColours.Line);
    }

    /// <returns>Of energy, money and tokens the ways to write it, the best first.</returns>
    private static TextLine[][] Figures(FaceLayout layout, DisplayState state, DisplayNumbers numbers, string[] units)
    {
        string? UnitOf(int i) => i < units.Length && units[i].Length > 0 ? units[i] : null;
        return
        [
            Ways(layout, state.TodayWattHours is { } wattHours ? [numbers.KilowattHours(wattHours)] : [Unknown], UnitOf(0), state.TodayWattHours is null),
            Money(layout, state, numbers),
            Ways(layout, state.TokensToday is { } tokens ? [numbers.Tokens(tokens)] : [Unknown], UnitOf(2), state.TokensToday is null),
        ];
    }

    private static TextLine[] Ways(FaceLayout layout, string[] amounts, string? unit, bool isUnknown)
    {
        var colour = isUnknown ? DisplayColours.Muted : DisplayColours.Ink;
        TextLine Line(TextRun figure) => unit is null ? new TextLine(figure) : new TextLine(figure, layout.Small(unit, DisplayColours.Muted, 3));
        return [.. amounts.Select(amount => Line(layout.Medium(amount, colour))), .. amounts.Select(amount => Line(layout.Small(amount, colour)))];
    }

    private static TextLine[] Money(FaceLayout layout, DisplayState state, DisplayNumbers numbers)
    {
        if (state.TodayCost is not { } cost) return Ways(layout, [Unknown], null, isUnknown: true);
        var ways = new List<TextLine>();
        foreach (var isMedium in (bool[])[true, false])
        {
            foreach (var withCents in (bool[])[true, false])
            {
                var (amount, currency, currencyFirst) = numbers.Money(cost, state.Currency, withCents);
                // A code has only the letters of the small font.
                var isSign = currency.Length == 1;
                TextRun Run(string text, bool medium, int gap) => medium ? layout.Medium(text, DisplayColours.Ink, gap) : layout.Small(text, DisplayColours.Ink, gap);
                ways.Add(currencyFirst && isSign
                    ? new TextLine(Run(currency, isMedium, 0), Run(amount, isMedium, 1))
                    : new TextLine(Run(amount, isMedium, 0), Run(currency, isMedium && isSign, 3)));
            }
        }

        return [.. ways];
    }

    private static void AddColumns(FaceLayout layout, TextLine[][] figures, TextLine[] labels, int divider)
    {
        var chosen = new int[figures.Length];
        int WidthOf(int i) => Math.Max(figures[i][chosen[i]].Width, labels[i].Width);
        var room = layout.InnerWidth - 2 * LeastGap * layout.Scale;
        while (Enumerable.Range(0, figures.Length).Sum(WidthOf) > room)
        {
            // The widest gives way, as long as it can be written more shortly.
            var widest = Enumerable.Range(0, figures.Length).Where(i => chosen[i] < figures[i].Length - 1).OrderByDescending(i => figures[i][chosen[i]].Width).FirstOrDefault(-1);
            if (widest < 0) return;
            chosen[widest]++;
        }

        var (figureLine, labelLine) = (divider + 16 * layout.Scale, divider + 26 * layout.Scale);
        for (var i = 0; i < figures.Length; i++)
        {
            var (figure, label) = (figures[i][chosen[i]], labels[i]);
            var middle = Middle(layout, WidthOf(0), WidthOf(1), WidthOf(2));
            var (left, width) = i switch { 0 => (layout.Margin, WidthOf(0)), 1 => (middle, WidthOf(1)), _ => (layout.Right - WidthOf(2), WidthOf(2)) };
            layout.AddText(figure, left + (width - figure.Width) * i / 2, figureLine);
            layout.AddText(label, left + (width - label.Width) * i / 2, labelLine);
        }
    }

    /// <summary>Where the middle column begins: in the picture's middle, or as near to it as its neighbours leave room.</summary>
    private static int Middle(FaceLayout layout, int left, int width, int right)
    {
        var gap = LeastGap * layout.Scale;
        return Math.Clamp((layout.Width - width) / 2, layout.Margin + left + gap, layout.Right - right - gap - width);
    }

    private static void AddRows(FaceLayout layout, TextLine[][] figures, int divider)
    {
        for (var i = 0; i < figures.Length; i++)
            if (TextLine.Fitting(layout.InnerWidth, layout.Height, figures[i]) is { } line)
                layout.AddText(line, layout.Margin, divider + (16 + 15 * i) * layout.Scale);
    }
}
