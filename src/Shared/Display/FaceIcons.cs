namespace PowerMeter.Shared.Display;

/// <summary>The characters of the small font that are icons.</summary>
internal static class FaceIcons
{
    public const string Sun = "☀";
    public const string Moon = "☾";
    public const string Disc = "●";
    public const string Ring = "○";
    public const string Hourglass = "⧗";
    public const string Warning = "⚠";
}
