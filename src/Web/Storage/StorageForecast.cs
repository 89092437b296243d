using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>How fast the database grows, measured from the month that runs and the one before, and when the disk is full by that.</summary>
/// <param name="BytesPerDay">With the roll-ups that the samples bring with them.</param>
/// <param name="DaysMeasured">Over how many days that was measured.</param>
/// <param name="DaysLeft">Until the disk is full; null when its free space is not known, or nothing grows.</param>
public sealed record StorageForecast(double BytesPerDay, double DaysMeasured, double? DaysLeft)
{
    /// <summary>Fewer days than this say too little.</summary>
    public const int LeastDays = 7;

    /// <param name="freeBytes">On the disk of the database; null when nobody knows.</param>
    /// <returns>Null when too little is known yet.</returns>
    public static StorageForecast? Of(StorageFigures figures, Instant now, long? freeBytes)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (figures.FirstSample is not { } first) return null;
        var month = now.InUtc().Date.ToYearMonth();
        var before = month.PlusMonths(-1);
        var since = Instant.Max(first, before.OnDayOfMonth(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant());
        var days = (now - since).TotalDays;
        var bytes = figures.Months.Where(one => one.Month == month || one.Month == before).Sum(one => one.Bytes);
        if (days < LeastDays || bytes == 0) return null;
        var perDay = bytes / days * (1 + figures.RollUpBytes / (double)figures.SampleBytes);
        return new StorageForecast(perDay, days, freeBytes is { } free ? free / perDay : null);
    }
}
