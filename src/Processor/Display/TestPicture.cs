using PowerMeter.Shared.Display;

namespace PowerMeter.Processor.Display;

/// <summary>
/// Shows at a glance whether a display is the right way round and its colours are: eight colour bars, a white border of
/// one pixel, and a square in each corner inside it: top left red with a white block in its middle, top right green,
/// bottom left blue, bottom right yellow.
/// </summary>
public static class TestPicture
{
    private static readonly Colour[] Bars =
        [Colour.White, Colour.Yellow, Colour.Cyan, Colour.PureGreen, Colour.Magenta, Colour.PureRed, Colour.PureBlue, Colour.Black];

    /// <param name="width">1 to 8,192 pixels.</param>
    /// <param name="height">1 to 8,192 pixels.</param>
    public static Picture Draw(int width, int height)
    {
        var picture = new Picture(width, height);
        for (var bar = 0; bar < Bars.Length; bar++)
        {
            // Bars of unequal widths by a pixel rather than a gap at the right.
            var left = bar * width / Bars.Length;
            picture.Fill(left, 0, (bar + 1) * width / Bars.Length - left, height, Bars[bar]);
        }

        DrawBorder(picture);
        var side = Math.Min(width, height) / 8;
        var (right, bottom) = (width - 1 - side, height - 1 - side);
        picture.Fill(1, 1, side, side, Colour.PureRed);
        picture.Fill(1 + side / 4, 1 + side / 4, side / 2, side / 2, Colour.White);
        picture.Fill(right, 1, side, side, Colour.PureGreen);
        picture.Fill(1, bottom, side, side, Colour.PureBlue);
        picture.Fill(right, bottom, side, side, Colour.Yellow);
        return picture;
    }

    private static void DrawBorder(Picture picture)
    {
        picture.Fill(0, 0, picture.Width, 1, Colour.White);
        picture.Fill(0, picture.Height - 1, picture.Width, 1, Colour.White);
        picture.Fill(0, 0, 1, picture.Height, Colour.White);
        picture.Fill(picture.Width - 1, 0, 1, picture.Height, Colour.White);
    }
}
