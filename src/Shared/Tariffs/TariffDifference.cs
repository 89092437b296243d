using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>Where two calendars tell different tariffs: what a change of contracts must tag anew.</summary>
public static class TariffDifference
{
    /// <returns>
    /// The longest spans within [from, until), ascending, in which the tariff differs, each with the tariff that the new
    /// calendar tells throughout.
    /// </returns>
    public static IEnumerable<TariffSpan> Of(TariffCalendar old, TariffCalendar changed, Instant from, Instant until)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(changed);
        return Merge(Pieces(old, changed, from, until));
    }

    private static IEnumerable<TariffSpan> Pieces(TariffCalendar old, TariffCalendar changed, Instant from, Instant until)
    {
        for (var at = from; at < until;)
        {
            var (before, after) = (old.SpanAt(at), changed.SpanAt(at));
            var end = Instant.Min(until, Instant.Min(before.End, after.End));
            if (before.Tariff != after.Tariff) yield return new TariffSpan(at, end, after.Tariff);
            at = end;
        }
    }

    private static IEnumerable<TariffSpan> Merge(IEnumerable<TariffSpan> pieces)
    {
        TariffSpan? open = null;
        foreach (var piece in pieces)
        {
            if (open is { } span && span.End == piece.Start && span.Tariff == piece.Tariff)
            {
                open = span with { End = piece.End };
                continue;
            }

            if (open is { } whole) yield return whole;
            open = piece;
        }

        if (open is { } last) yield return last;
    }
}
