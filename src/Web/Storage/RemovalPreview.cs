using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>What would be removed at once, and what would stay although it is old enough.</summary>
/// <param name="Samples">About: those that PostgreSQL has counted.</param>
public sealed record RemovalPreview(int Months, long Samples, long Bytes)
{
    /// <summary>How many months are old enough and stay for now.</summary>
    public int Waiting { get; init; }

    /// <summary>Why; null when none does.</summary>
    public RemovalWait? Wait { get; init; }

    /// <returns>The months that are old enough and still have samples, the oldest first.</returns>
    /// <param name="limit">Samples before it are old enough; null when none are.</param>
    /// <param name="horizon">Samples before it were removed already.</param>
    public static IReadOnlyList<StorageMonth> OldMonths(StorageFigures figures, Instant? limit, LocalDate? horizon)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return
        [
            .. figures.Months
                .Where(month => limit is { } end && StartOf(month.Month.PlusMonths(1)) <= end)
                .Where(month => horizon is not { } until || month.Month.OnDayOfMonth(1) >= until),
        ];
    }

    /// <param name="old">What <see cref="OldMonths"/> found.</param>
    /// <param name="wait">What keeps one of them; null when nothing does.</param>
    public static RemovalPreview Of(IReadOnlyList<StorageMonth> old, RemovalWait? wait)
    {
        ArgumentNullException.ThrowIfNull(old);
        var gone = old.TakeWhile(month => wait is null || month.Month != wait.Month).ToList();
        return new RemovalPreview(gone.Count, gone.Sum(month => month.Samples ?? 0), gone.Sum(month => month.Bytes)) { Waiting = old.Count - gone.Count, Wait = wait };
    }

    /// <returns>The same without what is removed.</returns>
    public RemovalPreview OnlyWhatStays() => this with { Months = 0, Samples = 0, Bytes = 0 };

    internal static Instant StartOf(YearMonth month) => month.OnDayOfMonth(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
}
