namespace PowerMeter.Shared.Display;

/// <summary>The dark colours of the pages: each means the same here as there.</summary>
public static class DisplayColours
{
    public static readonly Colour Background = new(0x0E, 0x11, 0x16);
    public static readonly Colour Line = new(0x26, 0x2D, 0x37);
    public static readonly Colour Ink = new(0xE6, 0xEA, 0xF0);
    public static readonly Colour Muted = new(0x97, 0xA3, 0xB3);
    public static readonly Colour Peak = new(0xF4, 0xB7, 0x40);
    public static readonly Colour OffPeak = new(0x8E, 0x9B, 0xFF);
    public static readonly Colour Live = new(0x2D, 0xD4, 0xBF);
    public static readonly Colour Trouble = new(0xFF, 0x8A, 0x5B);
}
