using PowerMeter.Shared.Display;

namespace PowerMeter.Processor.Display;

/// <summary>
/// The picture that is shown and the one that comes next, which take turns: a display that is drawn once a second for years
/// leaves no pictures behind for the garbage collector.
/// </summary>
/// <param name="width">Of the display, in pixels.</param>
/// <param name="height">Of the display, in pixels.</param>
/// <param name="rotation">0, 90, 180 or 270: by how many degrees what is drawn is turned clockwise.</param>
internal sealed class PicturePair(int width, int height, int rotation)
{
    private readonly Picture _upright = rotation is 90 or 270 ? new Picture(height, width) : new Picture(width, height);
    private Picture _next = new(width, height);
    private Picture _last = new(width, height);
    private bool _isFirst = true;

    public int Rotation => rotation;

    /// <returns>The picture, if it looks different from the last one, or is the first; it stays as it is until the call after the next.</returns>
    public Picture? Draw(DisplayState state, DisplayLanguage language)
    {
        DisplayFace.DrawOn(_upright, state, language);
        _upright.TurnOnto(_next, rotation);
        if (!_isFirst && _next.LooksLike(_last)) return null;
        _isFirst = false;
        (_last, _next) = (_next, _last);
        return _last;
    }
}
