using NodaTime;

namespace PowerMeter.Web.Storage;

/// <summary>How fast the database grows, measured from the month that runs and the one before, and when the disk is full by that.</summary>
/// <param name="RawBytesPerDay">Of the samples.</param>
/// <param name="RollUpBytesPerDay">Of the roll-ups that they bring with them.</param>
/// <param name="DaysMeasured">Over how many days that was measured.</param>
public sealed record StorageForecast(double RawBytesPerDay, double RollUpBytesPerDay, double DaysMeasured)
{
    /// <summary>Fewer days than this say too little.</summary>
    public const int LeastDays = 7;

    private const double DaysAMonth = 30.4375;

    public double BytesPerDay => RawBytesPerDay + RollUpBytesPerDay;

    /// <returns>Null when too little is known yet.</returns>
    public static StorageForecast? Of(StorageFigures figures, Instant now)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (figures.FirstSample is not { } first) return null;
        var month = now.InUtc().Date.ToYearMonth();
        var before = month.PlusMonths(-1);
        // What was pushed or imported of the past says nothing of how long these months have been recorded.
        var since = Instant.Max(figures.FirstRecent ?? first, before.OnDayOfMonth(1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant());
        var days = (now - since).TotalDays;
        var bytes = figures.Months.Where(one => one.Month == month || one.Month == before).Sum(one => one.Bytes);
        if (days < LeastDays || bytes == 0) return null;
        var raw = bytes / days;
        // Where samples were removed, roll-ups are of a longer time than samples.
        var rollUps = figures.FirstRecorded is { } recorded ? figures.RollUpBytes / (now - recorded).TotalDays : raw * figures.RollUpBytes / figures.SampleBytes;
        return new StorageForecast(raw, rollUps, days);
    }

    /// <summary>How big the database is then.</summary>
    /// <param name="months">For how long samples are kept; null for ever.</param>
    public double SizeAfter(StorageFigures figures, double days, int? months)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return figures.DatabaseBytes - figures.SampleBytes + SamplesAfter(figures, days, months) + RollUpBytesPerDay * days;
    }

    /// <param name="freeBytes">On the disk of the database; null when nobody knows.</param>
    /// <param name="months">For how long samples are kept; null for ever.</param>
    /// <returns>Days until the disk is full; null when its free space is not known, or nothing grows.</returns>
    public double? DaysLeft(StorageFigures figures, long? freeBytes, int? months)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (freeBytes is not { } free || BytesPerDay <= 0) return null;
        if (months is null) return free / BytesPerDay;
        var more = MostSampleBytes(months.Value) - figures.SampleBytes;
        var growing = Math.Max(0, more) / RawBytesPerDay;
        // What is removed makes room.
        if (more > 0 && free <= BytesPerDay * growing) return free / BytesPerDay;
        return RollUpBytesPerDay > 0 ? (free - more) / RollUpBytesPerDay : null;
    }

    private double SamplesAfter(StorageFigures figures, double days, int? months)
    {
        var all = figures.SampleBytes + RawBytesPerDay * days;
        return months is { } kept ? Math.Min(all, MostSampleBytes(kept)) : all;
    }

    /// <summary>Whole months go: the month that runs is kept on top of them.</summary>
    private double MostSampleBytes(int months) => RawBytesPerDay * DaysAMonth * (months + 1.0);
}
