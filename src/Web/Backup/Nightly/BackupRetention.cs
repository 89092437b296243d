using NodaTime;
using NodaTime.Calendars;

namespace PowerMeter.Web.Backup.Nightly;

/// <summary>Which of the backups that were made by themselves are kept: the newest, and of each of some weeks before these the newest.</summary>
internal static class BackupRetention
{
    /// <param name="made">Names, and when each was made.</param>
    /// <param name="newest">At least 1, so that the only one is never removed.</param>
    /// <returns>The names of those that may go.</returns>
    public static IReadOnlyList<string> Superfluous(IEnumerable<(string Name, Instant Made)> made, int newest, int weeks, DateTimeZone zone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(newest, 1);
        var older = made.OrderByDescending(backup => backup.Made).Skip(newest).ToList();
        var kept = older.GroupBy(backup => WeekOf(backup.Made, zone)).Take(weeks).Select(week => week.First().Name).ToHashSet();
        return [.. older.Select(backup => backup.Name).Where(name => !kept.Contains(name))];
    }

    private static (int Year, int Week) WeekOf(Instant instant, DateTimeZone zone)
    {
        var date = instant.InZone(zone).Date;
        return (WeekYearRules.Iso.GetWeekYear(date), WeekYearRules.Iso.GetWeekOfWeekYear(date));
    }
}
