using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Queries;

/// <summary>
/// How long the buckets of a span are. Days, weeks (from Monday), months and years are those of the calendar in the
/// site's zone: a day has 23, 24 or 25 hours. Shorter ones are of elapsed time; those that divide 24 hours are counted
/// from each local midnight, so that on a day of another length only the last one may be shorter, and others from the
/// start of the span. The first and the last bucket are cut at the ends of the span.
/// </summary>
public sealed partial class BucketLength
{
    public const string Allowed =
        "minute, quarter (15 minutes), hour, day, week, month, year, or an ISO 8601 duration of whole seconds such as PT5M or PT1H30M, or P1D, P1W, P1M or P1Y";

    private const long SecondsPerDay = 86_400;

    private readonly Scale? _scale;
    private readonly long _microseconds;

    private BucketLength(Scale scale) => _scale = scale;

    private BucketLength(long seconds) => _microseconds = seconds * UnixMicroseconds.PerSecond;

    private bool IsFromMidnight => SecondsPerDay * UnixMicroseconds.PerSecond % _microseconds == 0;

    /// <returns>Null for what is none of <see cref="Allowed"/>.</returns>
    public static BucketLength? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text switch
        {
            "minute" => new BucketLength(60),
            "quarter" => new BucketLength(15 * 60),
            "hour" => new BucketLength(3600),
            "day" or "P1D" => new BucketLength(Scale.Day),
            "week" or "P1W" => new BucketLength(Scale.Week),
            "month" or "P1M" => new BucketLength(Scale.Month),
            "year" or "P1Y" => new BucketLength(Scale.Year),
            _ => Duration().Match(text) is { Success: true } match && SecondsOf(match) is > 0 and var seconds ? new BucketLength(seconds) : null,
        };
    }

    /// <summary>The edges of the buckets, strictly ascending: n + 1 for n buckets; none for an empty span.</summary>
    /// <param name="from">Unix microseconds, included.</param>
    /// <param name="until">Unix microseconds, excluded.</param>
    public IEnumerable<long> Edges(DateTimeZone zone, long from, long until)
    {
        if (from >= until) yield break;
        yield return from;
        foreach (var edge in EdgesAfter(zone, from, until)) yield return edge;
        yield return until;
    }

    /// <summary>How many buckets there are, without making them.</summary>
    public long Count(DateTimeZone zone, long from, long until)
    {
        if (from >= until) return 0;
        if (_scale is not null) return EdgesAfter(zone, from, until).LongCount() + 1;
        if (!IsFromMidnight) return Ceiling(until - from);
        return Days(zone, from, until).Sum(day => Ceiling(Math.Min(until, day.End) - day.Start) - (Math.Max(from, day.Start) - day.Start) / _microseconds);
    }

    /// <summary>The edges strictly between the two.</summary>
    private IEnumerable<long> EdgesAfter(DateTimeZone zone, long from, long until)
    {
        if (_scale is { } scale) return CalendarBuckets.Starts(zone, scale, from).TakeWhile(edge => edge < until);
        return IsFromMidnight
            ? Days(zone, from, until).SelectMany(day => Steps(day.Start, Math.Min(day.End, until))).SkipWhile(edge => edge <= from)
            : Steps(from, until).Skip(1);
    }

    private IEnumerable<long> Steps(long start, long end)
    {
        for (var edge = start; edge < end; edge += _microseconds) yield return edge;
    }

    private long Ceiling(long length) => (length + _microseconds - 1) / _microseconds;

    /// <summary>The local days that the span touches.</summary>
    private static IEnumerable<(long Start, long End)> Days(DateTimeZone zone, long from, long until)
    {
        var date = UnixMicroseconds.ToInstant(from).InZone(zone).Date;
        for (var start = CalendarBuckets.StartOfDay(zone, date); start < until;)
        {
            date = date.PlusDays(1);
            var end = CalendarBuckets.StartOfDay(zone, date);
            yield return (start, end);
            start = end;
        }
    }

    private static long SecondsOf(Match match) => Number(match, "h") * 3600 + Number(match, "m") * 60 + Number(match, "s");

    private static long Number(Match match, string name) =>
        match.Groups[name] is { Success: true, ValueSpan: var digits } ? long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    // Nine digits are more seconds than thirty years.
    [GeneratedRegex(@"^PT(?=[0-9])(?:(?<h>[0-9]{1,9})H)?(?:(?<m>[0-9]{1,9})M)?(?:(?<s>[0-9]{1,9})S)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
