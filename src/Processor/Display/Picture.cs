namespace PowerMeter.Processor.Display;

/// <summary>Pixels in memory, black at first. x counts from the left, y from the top.</summary>
public sealed class Picture
{
    private readonly Colour[] _pixels;

    /// <param name="width">1 to 8,192 pixels.</param>
    /// <param name="height">1 to 8,192 pixels.</param>
    public Picture(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, FramebufferGeometry.MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, FramebufferGeometry.MaxSide);
        Width = width;
        Height = height;
        _pixels = new Colour[width * height];
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<Colour> Row(int y) => _pixels.AsSpan(y * Width, Width);

    /// <summary>Fills a rectangle; what of it lies outside the picture is left out.</summary>
    public void Fill(int x, int y, int width, int height, Colour colour)
    {
        var left = Math.Clamp(x, 0, Width);
        var right = Math.Clamp(x + width, left, Width);
        var bottom = Math.Min(y + height, Height);
        for (var row = Math.Max(y, 0); row < bottom; row++) _pixels.AsSpan(row * Width + left, right - left).Fill(colour);
    }
}
