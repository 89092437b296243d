namespace PowerMeter.Shared.Display;

/// <summary>The pixels of a character.</summary>
/// <param name="Width">1 to 64 pixels.</param>
/// <param name="Rows">From the top; bit x is the pixel at x, counted from the left.</param>
internal sealed record BitmapGlyph(int Width, ulong[] Rows)
{
    public bool IsInk(int x, int y) => (Rows[y] >> x & 1) != 0;
}
