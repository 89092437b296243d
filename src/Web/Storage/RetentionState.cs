using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>How long samples are kept.</summary>
/// <param name="Months">Null: for ever.</param>
/// <param name="Dropped">What was removed, newest month first.</param>
public sealed record RetentionState(int? Months, IReadOnlyList<DroppedMonth> Dropped)
{
    /// <summary>The fewest months: what waits for W3bstream, or is corrected, is not older.</summary>
    public const int LeastMonths = 2;

    public const int MostMonths = 1200;

    /// <summary>Samples before it were removed; null while none were.</summary>
    public LocalDate? Horizon => Dropped.Count == 0 ? null : Dropped[0].Month.PlusMonths(1).OnDayOfMonth(1);
}
