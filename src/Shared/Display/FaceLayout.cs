namespace PowerMeter.Shared.Display;

/// <summary>What stands where on a picture of a size. Nothing is drawn yet, so that it can be looked at whether all has room.</summary>
internal sealed class FaceLayout
{
    private const int BandHeight = 64;

    private readonly List<PlacedBox> _boxes = [];
    private readonly List<PlacedText> _texts = [];

    public FaceLayout(int width, int height)
    {
        (Width, Height, IsWide) = (width, height, width >= height);
        // A display of 160 × 128, or 128 × 160, has the design at its own size; larger ones a whole factor of it.
        Scale = Math.Max(1, Math.Min(width / 120, height / (IsWide ? 120 : 160)));
        Margin = Scale * (Math.Min(width, height) < 60 ? 1 : 4);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Whether it is at least as wide as high.</summary>
    public bool IsWide { get; }

    /// <summary>Pixels of the picture for one of the design.</summary>
    public int Scale { get; }

    /// <summary>Left and right, in pixels of the picture.</summary>
    public int Margin { get; }

    public int InnerWidth => Math.Max(0, Width - 2 * Margin);

    public int Right => Width - Margin;

    public IReadOnlyList<PlacedText> Texts => _texts;

    public void AddBox(int x, int y, int width, int height, Colour colour, int corner = 0) => _boxes.Add(new PlacedBox(x, y, width, height, colour, corner));

    public void AddText(TextLine line, int x, int baseline) => _texts.Add(new PlacedText(line, x, baseline));

    public void AddCentred(TextLine line, int baseline) => AddText(line, (Width - line.Width) / 2, baseline);

    public TextRun Small(string text, Colour colour, int gap = 0) => new(BitmapFont.Small, Scale, text, colour, gap * Scale);

    public TextRun Medium(string text, Colour colour, int gap = 0) => new(BitmapFont.Medium, Scale, text, colour, gap * Scale);

    /// <param name="picture">Of this size; all that was on it goes.</param>
    public void DrawOn(Picture picture)
    {
        if (picture.Width != Width || picture.Height != Height)
            throw new ArgumentException($"A picture of {picture.Width} × {picture.Height} for a layout of {Width} × {Height}.", nameof(picture));
        DrawBand(picture, 0);
    }

    /// <summary>The whole picture in bands of rows, from the top, so that a large one takes no more memory than a small one.</summary>
    public IEnumerable<Picture> DrawBands()
    {
        for (var top = 0; top < Height; top += BandHeight) yield return DrawBand(new Picture(Width, Math.Min(BandHeight, Height - top)), top);
    }

    private Picture DrawBand(Picture picture, int top)
    {
        picture.Fill(0, 0, Width, picture.Height, DisplayColours.Background);
        foreach (var box in _boxes) (box with { Y = box.Y - top }).Draw(picture);
        foreach (var text in _texts) text.Line.Draw(picture, text.X, text.Baseline - top);
        return picture;
    }
}
