using PowerMeter.Shared.Tariffs;

namespace PowerMeter.Web.Tariffs;

/// <summary>
/// Off-peak hours as a form shows them: the same every day, or those of Monday to Friday and those of the weekend. What is neither
/// stays a text, and means what it says.
/// </summary>
/// <param name="EveryDay">Null when the days differ, or the hours are more than a strip can show.</param>
/// <param name="Weekdays">Those that begin on Monday to Friday; null with <paramref name="Weekend"/>.</param>
/// <param name="Weekend">Those that begin on Saturday and Sunday.</param>
public sealed record OffPeakHours(OffPeakDay? EveryDay, OffPeakDay? Weekdays, OffPeakDay? Weekend)
{
    private const string WeekdayNames = "mon-fri";
    private const string WeekendNames = "sat,sun";

    /// <summary>Whether a strip, or two, can show them.</summary>
    public bool IsSimple => EveryDay is not null || Weekdays is not null;

    public static OffPeakHours Same(OffPeakDay day) => new(day, null, null);

    public static OffPeakHours Week(OffPeakDay weekdays, OffPeakDay weekend) => new(null, weekdays, weekend);

    public static OffPeakHours Read(OffPeakSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var (every, weekdays, weekend) = (new List<OffPeakSpan>(), new List<OffPeakSpan>(), new List<OffPeakSpan>());
        foreach (var rule in schedule.Text.Split("; ", StringSplitOptions.RemoveEmptyEntries))
        {
            var space = rule.LastIndexOf(' ');
            var list = space < 0 ? every : rule[..space] switch
            {
                "mon-sun" => every,
                WeekdayNames or "mon,tue,wed,thu,fri" => weekdays,
                WeekendNames or "sat-sun" => weekend,
                _ => null,
            };
            if (list is null) return new OffPeakHours(null, null, null);
            list.Add(SpanOf(rule[(space + 1)..]));
        }

        // One span for all days may wrap into any of them: the same minutes each day, however they are written.
        if (weekdays.Count + weekend.Count == 0) return Same(OffPeakDay.Union(every));
        return OffPeakDay.Of(weekdays.Concat(every)) is { } week && OffPeakDay.Of(weekend.Concat(every)) is { } free
            ? Week(week, free)
            : new OffPeakHours(null, null, null);
    }

    /// <summary>As <see cref="OffPeakSchedule"/> has them; they must be simple.</summary>
    public string Write() => EveryDay is not null
        ? EveryDay.ToString()
        : string.Join("; ", Weekdays!.Spans.Select(span => $"{WeekdayNames} {span}").Concat(Weekend!.Spans.Select(span => $"{WeekendNames} {span}")));

    private static OffPeakSpan SpanOf(string times)
    {
        var ends = times.Split('-');
        return OffPeakSpan.Between(MinuteOf(ends[0]), MinuteOf(ends[1]));
    }

    private static int MinuteOf(string time) => int.Parse(time.AsSpan(0, 2), System.Globalization.CultureInfo.InvariantCulture) * 60 + int.Parse(time.AsSpan(3, 2), System.Globalization.CultureInfo.InvariantCulture);
}
