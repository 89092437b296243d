namespace PowerMeter.Tests.TestKit;

/// <summary>
/// Where /api/v1 cuts a span, found by looking at every minute's date in .NET's own time zones: slow, and with nothing in
/// common with the calendar of the product.
/// </summary>
public sealed class ReferenceBuckets(string zone)
{
    private const long Second = 1_000_000;
    private const long Minute = 60 * Second;
    private const long Day = 24 * 60 * Minute;

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(zone);

    /// <summary>Days, weeks from Monday, months or years; the first and the last are cut.</summary>
    /// <param name="from">Unix microseconds, before <paramref name="until"/>.</param>
    /// <returns>n + 1 edges of n buckets.</returns>
    public long[] OfCalendar(string bucket, long from, long until)
    {
        var starts = Midnights(from, until).Where(midnight => LocalDate(midnight) is var date && bucket switch
        {
            "day" => true,
            "week" => date.DayOfWeek == DayOfWeek.Monday,
            "month" => date.Day == 1,
            "year" => date.DayOfYear == 1,
            _ => throw new ArgumentOutOfRangeException(nameof(bucket), bucket, "day, week, month or year"),
        });
        return [from, .. starts.Where(start => start > from && start < until), until];
    }

    /// <summary>Buckets of elapsed time: counted from each local midnight if they divide 24 hours, else from the start.</summary>
    public long[] OfLength(long seconds, long from, long until)
    {
        var length = seconds * Second;
        if (Day % length != 0) return [.. Steps(from, until, length), until];
        long[] midnights = [.. Midnights(from, until), until];
        var steps = midnights.Zip(midnights.Skip(1), (start, end) => Steps(start, end, length)).SelectMany(step => step);
        return [from, .. steps.Where(edge => edge > from && edge < until), until];
    }

    /// <summary>The last local midnight that is not after a moment.</summary>
    public long MidnightBefore(long moment) => Midnights(moment, moment).Last();

    /// <summary>The local date of a moment.</summary>
    public DateTime LocalDate(long moment) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds((long)Math.Floor(moment / 1e6)), _zone).Date;

    private static IEnumerable<long> Steps(long from, long until, long length)
    {
        for (var edge = from; edge < until; edge += length) yield return edge;
    }

    /// <summary>From the last one that is not after the start on.</summary>
    private IEnumerable<long> Midnights(long from, long until)
    {
        // No day is longer than 25 hours, no offset has seconds.
        var found = new List<long>();
        for (var minute = (from - Day - 60 * Minute) / Minute * Minute; minute <= until; minute += Minute)
            if (LocalDate(minute) != LocalDate(minute - Minute)) found.Add(minute);
        return found.Where((midnight, i) => midnight > from || i + 1 == found.Count || found[i + 1] > from);
    }
}
