namespace PowerMeter.Shared.Display;

/// <summary>
/// How the height is shared out, from the top: the header, the power, today, the link and the address. Of what is left
/// over, the gaps take a part and the power the rest. All in pixels of the picture; the rows of text by their baselines,
/// null for one that has no room.
/// </summary>
internal sealed record FaceRows
{
    private const int HeaderHeight = 15;
    private const int LeastPower = 24;

    /// <summary>Above the lowest baseline.</summary>
    private const int Foot = 4;

    private const int LineHeight = 11;

    /// <summary>Of today's figures in columns, and one below another: from the divider's top to the last baseline.</summary>
    private const int ColumnsHeight = 33;
    private const int StackHeight = 53;

    public bool HasHeader { get; private init; }

    public int PowerTop { get; private init; }

    public int PowerBottom { get; private init; }

    /// <summary>The baseline of the divider above today's figures.</summary>
    public int? Today { get; private init; }

    public int? Link { get; private init; }

    /// <summary>On a high picture the rate has a row of its own; on a wide one it stands beside the link.</summary>
    public int? Rate { get; private init; }

    public int? Address { get; private init; }

    public static FaceRows Of(FaceLayout layout)
    {
        var height = layout.Height / layout.Scale;
        var todayHeight = (layout.IsWide ? ColumnsHeight : StackHeight) + 3;
        var hasHeader = height >= HeaderHeight + LeastPower + Foot;
        var left = height - LeastPower - Foot - (hasHeader ? HeaderHeight : 0);
        var hasToday = Take(ref left, todayHeight);
        var hasLink = hasToday && Take(ref left, LineHeight);
        var hasRate = hasLink && !layout.IsWide && Take(ref left, LineHeight);
        var hasAddress = hasLink && Take(ref left, LineHeight);
        var gap = hasAddress ? Math.Clamp(left / 8, 0, 8) : 0;

        var bottom = height - (hasToday ? Foot + gap / 2 : 3);
        int? Row(bool has)
        {
            if (!has) return null;
            var baseline = bottom;
            bottom -= LineHeight + gap;
            return baseline * layout.Scale;
        }

        var (address, rate, link) = (Row(hasAddress), Row(hasRate), Row(hasLink));
        var today = hasToday ? bottom - (layout.IsWide ? ColumnsHeight - 7 : StackHeight - 7) : (int?)null;
        return new FaceRows
        {
            HasHeader = hasHeader,
            PowerTop = (hasHeader ? HeaderHeight : 1) * layout.Scale,
            PowerBottom = (today is { } divider ? divider - 7 - 3 - gap : bottom) * layout.Scale,
            Today = today * layout.Scale,
            Link = link,
            Rate = rate,
            Address = address,
        };
    }

    private static bool Take(ref int left, int height)
    {
        if (left < height) return false;
        left -= height;
        return true;
    }
}
