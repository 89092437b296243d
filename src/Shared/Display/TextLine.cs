namespace PowerMeter.Shared.Display;

/// <summary>Pieces of text on one baseline, such as a figure and its unit.</summary>
public sealed class TextLine(params TextRun[] runs)
{
    /// <summary>In pixels of the picture.</summary>
    public int Width { get; } = runs.Select((run, i) => run.Width + (i == 0 ? 0 : run.Gap)).Sum();

    /// <summary>Of its highest capital or digit, above the baseline.</summary>
    public int CapHeight { get; } = runs.Max(run => run.Font.CapHeight * run.Scale);

    /// <param name="x">The left edge.</param>
    /// <param name="baseline">The row below the capitals' last.</param>
    public void Draw(Picture picture, int x, int baseline)
    {
        for (var i = 0; i < runs.Length; i++)
        {
            if (i > 0) x += runs[i].Gap;
            runs[i].Font.Draw(picture, x, baseline, runs[i].Text, runs[i].Scale, runs[i].Colour);
            x += runs[i].Width;
        }
    }

    /// <returns>The first that is not wider or higher than this; null when all are.</returns>
    public static TextLine? Fitting(int width, int height, IEnumerable<TextLine> candidates) =>
        candidates.FirstOrDefault(line => line.Width <= width && line.CapHeight <= height);
}
