namespace PowerMeter.Shared.Display;

/// <summary>A colour of a pixel, each part from 0 (dark) to 255.</summary>
public readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static readonly Colour White = new(255, 255, 255);
    public static readonly Colour Yellow = new(255, 255, 0);
    public static readonly Colour Cyan = new(0, 255, 255);
    public static readonly Colour PureGreen = new(0, 255, 0);
    public static readonly Colour Magenta = new(255, 0, 255);
    public static readonly Colour PureRed = new(255, 0, 0);
    public static readonly Colour PureBlue = new(0, 0, 255);
    public static readonly Colour Black = new(0, 0, 0);

    /// <summary>Five bits of red (the highest), six of green, five of blue.</summary>
    public ushort ToRgb565() => (ushort)((Red >> 3 << 11) | (Green >> 2 << 5) | (Blue >> 3));

    /// <summary>Eight bits that mean nothing (the highest), eight each of red, green and blue.</summary>
    public uint ToXrgb8888() => ((uint)Red << 16) | ((uint)Green << 8) | Blue;
}
