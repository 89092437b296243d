namespace PowerMeter.Shared.Display;

/// <summary>Pixels in memory, black at first. x counts from the left, y from the top.</summary>
public sealed class Picture
{
    /// <summary>Pixels; no display is larger, and a wrong number must not take the memory.</summary>
    public const int MaxSide = 8192;

    private readonly Colour[] _pixels;

    /// <param name="width">1 to 8,192 pixels.</param>
    /// <param name="height">1 to 8,192 pixels.</param>
    public Picture(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
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

    /// <summary>Copies it, turned, onto another picture.</summary>
    /// <param name="turned">Of this size; for 90 and 270 degrees as wide as this is high and as high as this is wide.</param>
    /// <param name="degrees">0, 90, 180 or 270, clockwise.</param>
    public void TurnOnto(Picture turned, int degrees)
    {
        ArgumentNullException.ThrowIfNull(turned);
        if (degrees is not (0 or 90 or 180 or 270)) throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "0, 90, 180 or 270.");
        var (width, height) = degrees is 0 or 180 ? (Width, Height) : (Height, Width);
        if (turned.Width != width || turned.Height != height)
            throw new ArgumentException($"A picture of {turned.Width} × {turned.Height} for one of {Width} × {Height} turned by {degrees} degrees.", nameof(turned));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var (toX, toY) = degrees switch
                {
                    0 => (x, y),
                    90 => (Height - 1 - y, x),
                    180 => (Width - 1 - x, Height - 1 - y),
                    _ => (y, Width - 1 - x),
                };
                turned._pixels[toY * turned.Width + toX] = _pixels[y * Width + x];
            }
        }
    }

    /// <summary>Whether the other has the same size and the same pixels.</summary>
    public bool LooksLike(Picture? other) =>
        other is not null && other.Width == Width && other.Height == Height && _pixels.AsSpan().SequenceEqual(other._pixels);
}
