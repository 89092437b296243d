namespace PowerMeter.Web.Tariffs;

/// <summary>
/// The off-peak hours of a day, as the strip shows them: spans in the order of their beginnings that do not overlap, of which
/// the last may run past midnight. Immutable; a change that has no room goes as far as there is some.
/// </summary>
public sealed record OffPeakDay
{
    private const int Day = OffPeakSpan.Day;

    private OffPeakDay(IReadOnlyList<OffPeakSpan> spans) => Spans = spans;

    public static OffPeakDay Empty { get; } = new([]);

    public IReadOnlyList<OffPeakSpan> Spans { get; }

    public int TotalMinutes => Spans.Sum(span => span.Length);

    /// <returns>Null when they overlap.</returns>
    public static OffPeakDay? Of(IEnumerable<OffPeakSpan> spans)
    {
        OffPeakSpan[] sorted = [.. spans.OrderBy(span => span.Start)];
        for (var i = 0; i < sorted.Length; i++)
            if (sorted[i].Length > RoomAfter(sorted, i)) return null;
        return new OffPeakDay(sorted);
    }

    /// <summary>With each minute that is in one of the spans, overlapping ones as one.</summary>
    public static OffPeakDay Union(IEnumerable<OffPeakSpan> spans)
    {
        var isIn = new bool[Day];
        foreach (var span in spans)
            for (var i = 0; i < span.Length; i++) isIn[(span.Start + i) % Day] = true;
        if (Array.TrueForAll(isIn, minute => minute)) return new OffPeakDay([new OffPeakSpan(0, Day)]);
        var starts = Enumerable.Range(0, Day).Where(minute => isIn[minute] && !isIn[(minute + Day - 1) % Day]);
        return new OffPeakDay([.. starts.Select(start => new OffPeakSpan(start, Enumerable.Range(0, Day).First(i => !isIn[(start + i) % Day])))]);
    }

    /// <summary>Draws a span; what it covers of others becomes one with it.</summary>
    public OffPeakDay With(OffPeakSpan span) => Union(Spans.Append(span));

    public OffPeakDay Without(int index) => new([.. Spans.Where((_, i) => i != index)]);

    /// <summary>Neighbours that touch become one.</summary>
    public OffPeakDay Joined() => Union(Spans);

    /// <summary>Puts the beginning of a span at another time, at most as far as the span before it, and a minute before its own end.</summary>
    /// <param name="minute">Of the day.</param>
    public OffPeakDay MoveStart(int index, int minute)
    {
        var span = Spans[index];
        var end = span.Start + span.Length;
        var most = span.Length + RoomBefore(index);
        var length = Clamp(end - minute, span.Length, most);
        return Replace(index, new OffPeakSpan(Wrap(end - length), length));
    }

    /// <summary>Puts the end of a span at another time, at most as far as the span after it, and a minute after its own beginning.</summary>
    /// <param name="minute">Of the day; 1440 is its end.</param>
    public OffPeakDay MoveEnd(int index, int minute)
    {
        var span = Spans[index];
        return Replace(index, span with { Length = Clamp(minute - span.Start, span.Length, RoomAfter(Spans, index)) });
    }

    /// <summary>Moves a whole span, at most as far as its neighbours let it.</summary>
    /// <param name="by">Minutes, −1439 to 1439.</param>
    public OffPeakDay Move(int index, int by)
    {
        var span = Spans[index];
        var room = Spans.Count == 1 ? (Before: Day, After: Day) : (Before: RoomBefore(index), After: RoomAfter(Spans, index) - span.Length);
        return Replace(index, span with { Start = Wrap(span.Start + Math.Clamp(by, -room.Before, room.After)) });
    }

    /// <summary>The first hours of that length, from the evening on, that are free; shorter ones when there is less room.</summary>
    /// <returns>Null when the whole day is off-peak.</returns>
    public OffPeakSpan? FindRoom(int length)
    {
        const int Evening = 22 * 60;
        if (Spans.Count == 0) return new OffPeakSpan(Evening, length);
        var gaps = Spans.Select((span, i) => new OffPeakSpan(Wrap(span.Start + span.Length), Math.Max(1, RoomAfter(Spans, i) - span.Length)))
            .Where((_, i) => RoomAfter(Spans, i) > Spans[i].Length)
            .ToList();
        if (gaps.Count == 0) return null;
        var widest = gaps.MaxBy(gap => gap.Length);
        // In the middle of the widest gap, where it touches nobody.
        var taken = Math.Min(length, widest.Length);
        return new OffPeakSpan(Wrap(widest.Start + (widest.Length - taken) / 2 / 15 * 15), taken);
    }

    public bool Equals(OffPeakDay? other) => other is not null && Spans.SequenceEqual(other.Spans);

    public override int GetHashCode() => Spans.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join("; ", Spans);

    private OffPeakDay Replace(int index, OffPeakSpan span) => new([.. Spans.Select((old, i) => i == index ? span : old).OrderBy(one => one.Start)]);

    /// <summary>A length that came out of two times of the day: within the bounds, at the one that is nearer.</summary>
    private static int Clamp(int length, int now, int most)
    {
        var wrapped = Wrap(length);
        // The two edges meet: the whole day, or nothing of it.
        if (wrapped == 0) return now > Day / 2 ? most : 1;
        if (wrapped <= most) return wrapped;
        // Beyond: the bound that lies nearer on the clock's round.
        return Day - wrapped < wrapped - most ? 1 : most;
    }

    private int RoomBefore(int index)
    {
        if (Spans.Count == 1) return Day - Spans[0].Length;
        var before = (index + Spans.Count - 1) % Spans.Count;
        return RoomAfter(Spans, before) - Spans[before].Length;
    }

    /// <summary>From the beginning of a span to that of the next.</summary>
    private static int RoomAfter(IReadOnlyList<OffPeakSpan> spans, int index)
    {
        var next = spans[(index + 1) % spans.Count].Start;
        return spans.Count == 1 ? Day : next > spans[index].Start ? next - spans[index].Start : next == spans[index].Start ? 0 : next - spans[index].Start + Day;
    }

    private static int Wrap(int minute) => ((minute % Day) + Day) % Day;
}
