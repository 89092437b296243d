using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using PowerMeter.Web.Display;

namespace PowerMeter.Web.Components.Kiosk;

/// <summary>The size of a small display in pixels, within what its picture may have.</summary>
public sealed record KioskSize(int Width, int Height)
{
    public const int Least = DisplayPicture.Least;
    public const int Most = DisplayPicture.Most;

    /// <param name="text">Such as 160x128.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out KioskSize? size)
    {
        ArgumentNullException.ThrowIfNull(text);
        size = text.Split('x', 'X', '×') is [var wide, var high] && SideOf(wide) is { } width && SideOf(high) is { } height
            ? new KioskSize(width, height)
            : null;
        return size is not null;
    }

    private static int? SideOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side is >= Least and <= Most ? side : null;
}
