using NodaTime;

namespace PowerMeter.Web.Backup.Nightly;

/// <summary>When the next backup is due: pure, by the site's calendar, so that a night has one, be its day 23 or 25 hours long.</summary>
internal static class NightlySchedule
{
    /// <summary>At least one a month, however large they are.</summary>
    public const int MostNights = 31;

    /// <param name="last">When the last one was made, or when there was first something to back up.</param>
    /// <param name="time">Of the day; one that a change of the clock leaves out is an hour later, one that it doubles is the first.</param>
    /// <param name="nights">1: the very next night.</param>
    public static Instant NextAfter(Instant last, LocalTime time, DateTimeZone zone, int nights)
    {
        var date = last.InZone(zone).Date;
        if (At(date, time, zone) <= last) date = date.PlusDays(1);
        return At(date.PlusDays(nights - 1), time, zone);
    }

    /// <summary>Every how many nights, so that no more than so much is written a day on average.</summary>
    /// <param name="lastBytes">Of the last backup; null when there is none.</param>
    public static int NightsFor(long? lastBytes, long bytesPerDay) =>
        (int)Math.Clamp(((lastBytes ?? 0) + bytesPerDay - 1) / bytesPerDay, 1, MostNights);

    private static Instant At(LocalDate date, LocalTime time, DateTimeZone zone) => (date + time).InZoneLeniently(zone).ToInstant();
}
