using System.Globalization;
using NodaTime;
using PowerMeter.Shared.Measurement;
using PowerMeter.Shared.Queries;

namespace PowerMeter.Web.Components.Charts;

/// <summary>The span of time that a view shows, in the site's zone: its edges, its name, and what comes before and after.</summary>
public sealed class ChartPeriod
{
    /// <summary>What the scale "now" shows.</summary>
    public static readonly Duration Recent = Duration.FromHours(1);

    private const long LineStep = 2 * UnixMicroseconds.PerMinute;

    private readonly ChartView _view;
    private readonly DateTimeZone _zone;
    private readonly Instant _now;
    private readonly LocalDate _today;
    private readonly LocalDate _date;

    public ChartPeriod(ChartView view, DateTimeZone zone, Instant now)
    {
        ArgumentNullException.ThrowIfNull(view);
        (_view, _zone, _now) = (view, zone, now);
        // Of the future there is nothing to show.
        _today = now.InZone(zone).Date;
        Zoom = view is { Scale: Scale.Day, Unit: ChartUnit.Watts } ? view.Zoom : null;
        var asked = Zoom is { } zoom ? Instant.FromUnixTimeSeconds((zoom.From + zoom.Until) / 2).InZone(zone).Date : view.Date;
        _date = CalendarBuckets.FirstDay(view.Scale, asked is { } date && date <= _today ? date : _today);
        Edges = MakeEdges();
    }

    /// <summary>The piece of the line that is shown, which may reach over midnight; null is all of it.</summary>
    public ChartZoom? Zoom { get; }

    /// <summary>The first day of the period.</summary>
    public LocalDate FirstDate => _date;

    /// <summary>The last day of which there is anything to show.</summary>
    public LocalDate Today => _today;

    public Scale Scale => _view.Scale;

    public DateTimeZone Zone => _zone;

    /// <summary>Unix microseconds, ascending: n + 1 edges of n bins.</summary>
    public long[] Edges { get; }

    public long Start => Edges[0];

    public long End => Edges[^1];

    /// <summary>Whether it is a line of power over time rather than bars of energy.</summary>
    public bool IsLine => _view is { Unit: ChartUnit.Watts, Scale: Scale.Now or Scale.Day };

    public bool IsCurrent => _view.Scale == Scale.Now || _date == CalendarBuckets.FirstDay(_view.Scale, _today);

    public ChartView Previous => _view with { Date = Move(-1), Zoom = null };

    /// <summary>Null when it lies in the future.</summary>
    public ChartView? Next => IsCurrent || Move(1) > _today ? null : _view with { Date = DateOrToday(Move(1)), Zoom = null };

    /// <summary>The period that it is compared with; null for none. The last hour moves, and has nothing to stand against.</summary>
    public ChartPeriod? Compared => _view.Compare == Comparison.None || _view.Scale == Scale.Now
        ? null
        : new ChartPeriod(_view with { Date = ComparedDate, Zoom = null }, _zone, _now);

    /// <summary>The same at another scale, of the same day.</summary>
    public ChartView At(Scale scale) => _view with { Scale = scale, Zoom = null, Date = IsCurrent ? _view.Date : Zoom is null ? _view.Date ?? _date : _date };

    /// <summary>The period of a bin at the scale that shows it in bins of its own: a month of a year, a day of a month or a week.</summary>
    /// <returns>Null for a bin that is the finest.</returns>
    public ChartView? Inside(long start) => _view.Scale switch
    {
        Scale.Week or Scale.Month => _view with { Scale = Scale.Day, Date = Local(start).Date },
        Scale.Year => _view with { Scale = Scale.Month, Date = Local(start).Date },
        _ => null,
    };

    /// <summary>The period that holds a day.</summary>
    public ChartView Of(LocalDate date) => _view with { Date = DateOrToday(CalendarBuckets.FirstDay(_view.Scale, date)), Zoom = null };

    /// <summary>The period's name: "Thursday, 19 November 2026", "16–22 November 2026", "November 2026", "2026".</summary>
    public string Title(CultureInfo culture) => _view.Scale switch
    {
        Scale.Day => Capital(DayTexts.Full(_date, culture), culture),
        Scale.Week => WeekTitle(culture),
        Scale.Month => Capital(_date.ToString("MMMM yyyy", culture), culture),
        Scale.Year => _date.ToString("yyyy", culture),
        _ => "",
    };

    /// <summary>What stands under a bar. Where the clock was set back, an hour that comes again bears a prime: 02, 02′.</summary>
    public string AxisLabel(long start, CultureInfo culture)
    {
        var local = Local(start);
        return _view.Scale switch
        {
            Scale.Now => local.ToString("HH:mm", culture) + Prime(start),
            Scale.Day => local.ToString("HH", culture) + Prime(start),
            Scale.Week => local.ToString("ddd d", culture),
            Scale.Month => local.ToString("%d", culture),
            _ => local.ToString("MMM", culture),
        };
    }

    /// <summary>What stands before a bar's figures. A time that comes twice tells which it is: "02:00 (UTC+2) – 02:00 (UTC+1)".</summary>
    public string BinTitle(long start, long end, CultureInfo culture) => _view.Scale switch
    {
        Scale.Now or Scale.Day => ClockChange.IsTwice(_zone, start) || ClockChange.IsTwice(_zone, end)
            ? $"{Clock(start, culture)} – {Clock(end, culture)}"
            : $"{Clock(start, culture)}–{Clock(end, culture)}",
        Scale.Week or Scale.Month => Capital(DayTexts.Text(Local(start).Date, "dddd d MMMM", culture), culture),
        _ => Capital(Local(start).ToString("MMMM yyyy", culture), culture),
    };

    private string Clock(long time, CultureInfo culture)
    {
        var clock = Local(time).ToString("HH:mm", culture);
        return ClockChange.IsTwice(_zone, time) ? $"{clock} ({ClockChange.OffsetAt(_zone, time)})" : clock;
    }

    private string Prime(long time) => ClockChange.IsAgain(_zone, time) ? "′" : "";

    private LocalDateTime Local(long time) => UnixMicroseconds.ToInstant(time).InZone(_zone).LocalDateTime;

    private long[] MakeEdges()
    {
        if (_view.Scale == Scale.Now)
        {
            var end = UnixMicroseconds.Ceiling(_now.ToUnixMicroseconds() + 1, UnixMicroseconds.PerMinute);
            return Steps(end - (long)Recent.TotalMinutes * UnixMicroseconds.PerMinute, end, UnixMicroseconds.PerMinute);
        }

        return IsLine
            ? Steps(CalendarBuckets.StartOfDay(_zone, _date), CalendarBuckets.StartOfDay(_zone, _date.PlusDays(1)), LineStep)
            : CalendarBuckets.Edges(_zone, _view.Scale, _date);
    }

    private static long[] Steps(long start, long end, long step)
    {
        var edges = new List<long>();
        for (var edge = start; edge < end; edge += step) edges.Add(edge);
        return [.. edges, end];
    }

    private LocalDate Move(int by) => _view.Scale switch
    {
        Scale.Week => _date.PlusWeeks(by),
        Scale.Month => _date.PlusMonths(by),
        Scale.Year => _date.PlusYears(by),
        _ => _date.PlusDays(by),
    };

    // A week is compared with the one that has the same days of the week: 52 weeks before.
    private LocalDate ComparedDate => (_view.Compare, _view.Scale) switch
    {
        (Comparison.Previous, _) or (_, Scale.Year) => Move(-1),
        (_, Scale.Week) => _date.PlusWeeks(-52),
        _ => _date.PlusYears(-1),
    };

    // Back at the current period the date leaves the address, so that the view follows the calendar again.
    private LocalDate? DateOrToday(LocalDate date) => date == CalendarBuckets.FirstDay(_view.Scale, _today) ? null : date;

    private string WeekTitle(CultureInfo culture)
    {
        var last = _date.PlusDays(6);
        var first = DayTexts.Text(_date, _date.Month == last.Month ? "%d" : _date.Year == last.Year ? "d MMM" : "d MMM yyyy", culture);
        return $"{first} – {(_date.Month == last.Month ? DayTexts.Long(last, culture) : DayTexts.Short(last, culture))}";
    }

    private static string Capital(string text, CultureInfo culture) =>
        text.Length == 0 ? text : $"{char.ToUpper(text[0], culture)}{text[1..]}";
}
