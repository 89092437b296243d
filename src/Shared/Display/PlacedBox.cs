namespace PowerMeter.Shared.Display;

/// <summary>A filled rectangle; its corners are left out by so many pixels.</summary>
internal sealed record PlacedBox(int X, int Y, int Width, int Height, Colour Colour, int Corner = 0)
{
    public void Draw(Picture picture)
    {
        picture.Fill(X, Y + Corner, Width, Height - 2 * Corner, Colour);
        picture.Fill(X + Corner, Y, Width - 2 * Corner, Height, Colour);
    }
}
