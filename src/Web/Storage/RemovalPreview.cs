using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>What would be removed at once.</summary>
/// <param name="Samples">About: those that PostgreSQL has counted.</param>
public sealed record RemovalPreview(int Months, long Samples, long Bytes)
{
    /// <param name="limit">Samples before it are old enough; null when none are.</param>
    /// <param name="horizon">Samples before it were removed already.</param>
    public static RemovalPreview Of(StorageFigures figures, Instant? limit, LocalDate? horizon)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var gone = figures.Months
            .Where(month => limit is { } end && StartOf(month.Month.PlusMonths(1)) <= end)
            .Where(month => horizon is not { } until || month.Month.OnDayOfMonth(1) >= until)
            .ToList();
        return new RemovalPreview(gone.Count, gone.Sum(month => month.Samples ?? 0), gone.Sum(month => month.Bytes));
    }

    private static Instant StartOf(YearMonth month) => month.OnDayOfMonth(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
}
