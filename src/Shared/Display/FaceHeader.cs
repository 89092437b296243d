using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Shared.Display;

/// <summary>The tariff as a sign: a sun on amber in peak hours, a moon on indigo off-peak, each with its word; and the time.</summary>
internal static class FaceHeader
{
    private const string Name = "PowerMeter";
    private const int SignHeight = 11;
    private const int SignPadding = 3;

    public static void Add(FaceLayout layout, DisplayState state, DisplayTexts texts)
    {
        var baseline = 11 * layout.Scale;
        var left = layout.InnerWidth;
        if (state.Now is { } now)
        {
            var time = new TextLine(layout.Small(DisplayNumbers.Time(now.TimeOfDay), DisplayColours.Ink));
            if (time.Width <= left)
            {
                layout.AddText(time, layout.Right - time.Width, baseline);
                left -= time.Width + 4 * layout.Scale;
            }
        }

        if (state.Tariff is { } tariff) AddTariff(layout, tariff, texts, left, baseline);
        else if (TextLine.Fitting(left, layout.Height, [new TextLine(layout.Small(Name, DisplayColours.Muted))]) is { } name) layout.AddText(name, layout.Margin, baseline);
    }

    /// <summary>The tariff's sign alone, in the middle: for a picture that has room for nothing else.</summary>
    public static void AddIcon(FaceLayout layout, DisplayState state)
    {
        if (state.Tariff is not { } tariff) return;
        var (icon, colour) = tariff == Tariff.Night ? (FaceIcons.Moon, DisplayColours.OffPeak) : (FaceIcons.Sun, DisplayColours.Peak);
        if (TextLine.Fitting(layout.Width, layout.Height - 4, [new TextLine(layout.Small(icon, colour))]) is { } line)
            layout.AddCentred(line, (layout.Height + line.CapHeight) / 2);
    }

    private static void AddTariff(FaceLayout layout, Tariff tariff, DisplayTexts texts, int left, int baseline)
    {
        var (words, icon, colour) = tariff == Tariff.Night
            ? (texts.OffPeak, FaceIcons.Moon, DisplayColours.OffPeak)
            : (texts.Peak, FaceIcons.Sun, DisplayColours.Peak);
        var padding = SignPadding * layout.Scale;
        var candidates = words.Select(word => new TextLine(layout.Small(icon, DisplayColours.Background), layout.Small(word, DisplayColours.Background, 3)))
            .Append(new TextLine(layout.Small(icon, DisplayColours.Background)));
        if (TextLine.Fitting(left - 2 * padding, layout.Height, candidates) is not { } line) return;
        layout.AddBox(layout.Margin, baseline - 9 * layout.Scale, line.Width + 2 * padding, SignHeight * layout.Scale, colour, layout.Scale);
        layout.AddText(line, layout.Margin + padding, baseline);
    }
}
