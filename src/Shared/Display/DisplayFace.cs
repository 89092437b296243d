namespace PowerMeter.Shared.Display;

/// <summary>
/// Draws the picture of the small display: the power now, what today took and cost, the tokens, how the readings for
/// W3bstream get on, the tariff, the time, and where the pages are. Made for 160 × 128 pixels; any other size is laid out
/// anew, in whole factors, and what has no room on a tiny one is left out, the least important first. Pure.
/// </summary>
public static class DisplayFace
{
    /// <param name="width">1 to 8,192 pixels.</param>
    /// <param name="height">1 to 8,192 pixels.</param>
    public static Picture Draw(DisplayState state, DisplayLanguage language, int width, int height)
    {
        var picture = new Picture(width, height);
        DrawOn(picture, state, language);
        return picture;
    }

    /// <summary>The same on a picture that is there already, for whoever draws once a second for years.</summary>
    /// <param name="picture">All that was on it goes.</param>
    public static void DrawOn(Picture picture, DisplayState state, DisplayLanguage language)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Lay(state, language, picture.Width, picture.Height).DrawOn(picture);
    }

    /// <summary>The same as PNG, in little memory whatever its size.</summary>
    /// <param name="scale">At least 1: how many pixels a pixel of the picture becomes each way.</param>
    public static byte[] WritePng(DisplayState state, DisplayLanguage language, int width, int height, int scale) =>
        PngWriter.Write(width, height, scale, Lay(state, language, width, height).DrawBands());

    internal static FaceLayout Lay(DisplayState state, DisplayLanguage language, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (layout, texts, numbers) = (new FaceLayout(width, height), DisplayTexts.Of(language), new DisplayNumbers(language));
        var rows = FaceRows.Of(layout);
        if (rows.HasHeader) FaceHeader.Add(layout, state, texts);
        FacePower.Add(layout, state, texts, numbers, rows.PowerTop, rows.PowerBottom);
        if (rows.Today is { } today) FaceToday.Add(layout, state, texts, numbers, today);
        FaceFoot.Add(layout, state, texts, numbers, rows);
        if (layout.Texts.Count == 0) FaceHeader.AddIcon(layout, state);
        return layout;
    }
}
