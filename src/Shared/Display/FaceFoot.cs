using PowerMeter.Shared.W3bstream;

namespace PowerMeter.Shared.Display;

/// <summary>How the readings for W3bstream get on, the expected rate, and the address.</summary>
internal static class FaceFoot
{
    private const string Network = "W3bstream";

    public static void Add(FaceLayout layout, DisplayState state, DisplayTexts texts, DisplayNumbers numbers, FaceRows rows)
    {
        var taken = 0;
        var rateRow = rows.Rate ?? (layout.IsWide ? rows.Link : null);
        if (rateRow is { } rateLine && TextLine.Fitting(layout.InnerWidth, layout.Height, Rates(layout, state, texts, numbers)) is { } rate)
        {
            layout.AddText(rate, layout.IsWide ? layout.Right - rate.Width : layout.Margin, rateLine);
            if (layout.IsWide) taken = rate.Width + 8 * layout.Scale;
        }

        if (rows.Link is { } linkLine && TextLine.Fitting(layout.InnerWidth - taken, layout.Height, Links(layout, state, texts, numbers)) is { } link)
            layout.AddText(link, layout.Margin, linkLine);
        if (rows.Address is { } addressLine && state.Address is { } address
            && TextLine.Fitting(layout.InnerWidth, layout.Height, [new TextLine(layout.Small(address, DisplayColours.Muted))]) is { } line)
            layout.AddText(line, layout.Margin, addressLine);
    }

    private static IEnumerable<TextLine> Rates(FaceLayout layout, DisplayState state, DisplayTexts texts, DisplayNumbers numbers) =>
        state.TokensPerHour is { } tokens
            ? texts.TokensPerHour.Select(unit => new TextLine(layout.Small(numbers.Tokens(tokens), DisplayColours.Ink), layout.Small(unit, DisplayColours.Muted, 3)))
            : texts.TokensPerHour.Select(unit => new TextLine(layout.Small("–", DisplayColours.Muted), layout.Small(unit, DisplayColours.Muted, 3)));

    private static IEnumerable<TextLine> Links(FaceLayout layout, DisplayState state, DisplayTexts texts, DisplayNumbers numbers)
    {
        var (icon, colour, words) = state.Link switch
        {
            LinkState.Off => (FaceIcons.Ring, DisplayColours.Muted, texts.LinkOff),
            LinkState.Ready => (FaceIcons.Ring, DisplayColours.Live, texts.LinkReady),
            LinkState.Sending => (FaceIcons.Disc, DisplayColours.Live, texts.LinkSending),
            LinkState.Waiting => (FaceIcons.Hourglass, DisplayColours.Ink, texts.LinkWaiting),
            LinkState.Fault => (FaceIcons.Warning, DisplayColours.Trouble, texts.LinkFault),
            _ => ("–", DisplayColours.Muted, [""]),
        };
        var count = state.Link == LinkState.Waiting ? $" {numbers.Count(state.Waiting)}" : "";
        var wordColour = state.Link == LinkState.Off ? DisplayColours.Muted : state.Link == LinkState.Fault ? DisplayColours.Trouble : DisplayColours.Ink;
        foreach (var word in words)
        {
            var sign = layout.Small(icon, colour);
            yield return new TextLine(sign, layout.Small(Network, DisplayColours.Muted, 3), layout.Small(word + count, wordColour, 4));
            yield return new TextLine(sign, layout.Small(word + count, wordColour, 3));
        }

        if (count.Length > 0) yield return new TextLine(layout.Small(icon, colour), layout.Small(count[1..], wordColour, 3));
    }
}
