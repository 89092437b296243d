using System.Globalization;
using NodaTime;

namespace PowerMeter.Shared.Tariffs;

/// <summary>
/// The off-peak hours of a week in local wall-clock time, written as
/// <c>22:30-06:30</c> or <c>mon-fri 22:00-06:00; sat,sun 00:00-24:00</c>. A span whose end is not after its start runs
/// past midnight and belongs to the day on which it starts. Empty: there are none.
/// </summary>
public sealed class OffPeakSchedule
{
    private const int MinutesPerDay = 24 * 60;
    private const int MinutesPerWeek = 7 * MinutesPerDay;
    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Minutes of the week (0 = Monday 00:00) at which the tariff changes, ascending; even entries begin off-peak.</summary>
    private readonly int[] _changes;

    private readonly bool[] _offPeak;

    private OffPeakSchedule(string text, bool[] offPeak)
    {
        Text = text;
        _offPeak = offPeak;
        _changes = [.. Enumerable.Range(0, MinutesPerWeek).Where(m => offPeak[m] != offPeak[(m + MinutesPerWeek - 1) % MinutesPerWeek])];
    }

    public static OffPeakSchedule None { get; } = Parse("");

    /// <summary>As it is stored: in lower case, with one space where one is needed, which the database's rule asks for too.</summary>
    public string Text { get; }

    public Tariff At(LocalDateTime local) => _offPeak[MinuteOfWeek(local)] ? Tariff.Night : Tariff.Day;

    /// <summary>The next wall-clock time after this one at which the tariff changes; null when it never does.</summary>
    public LocalDateTime? NextChange(LocalDateTime local)
    {
        if (_changes.Length == 0) return null;
        var minute = MinuteOfWeek(local);
        var index = Array.FindIndex(_changes, change => change > minute);
        var ahead = index >= 0 ? _changes[index] - minute : _changes[0] + MinutesPerWeek - minute;
        return StartOfMinute(local).PlusMinutes(ahead);
    }

    /// <summary>The latest wall-clock time, not after this one, at which the tariff changed; null when it never does.</summary>
    public LocalDateTime? LastChange(LocalDateTime local)
    {
        if (_changes.Length == 0) return null;
        var minute = MinuteOfWeek(local);
        var index = Array.FindLastIndex(_changes, change => change <= minute);
        var ago = index >= 0 ? minute - _changes[index] : minute + MinutesPerWeek - _changes[^1];
        return StartOfMinute(local).PlusMinutes(-ago);
    }

    /// <summary>
    /// The first span of the week that begins on a weekday and is shorter than a day: what is told to those who know but
    /// one span for all days. Null when there is none.
    /// </summary>
    public (LocalTime Start, LocalTime End)? FirstWeekdaySpan()
    {
        const int Weekdays = 5 * MinutesPerDay;
        for (var i = 0; i < _changes.Length && _changes[i] < Weekdays; i++)
        {
            var (start, end) = (_changes[i], _changes[(i + 1) % _changes.Length]);
            var length = (end - start + MinutesPerWeek) % MinutesPerWeek;
            if (_offPeak[start] && length < MinutesPerDay) return (TimeOf(start), TimeOf(end));
        }

        return null;
    }

    /// <exception cref="FormatException">The text is not a schedule; the message says what is allowed.</exception>
    public static OffPeakSchedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var offPeak = new bool[MinutesPerWeek];
        var rules = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(rule => AddRule(rule, offPeak)).ToList();
        return new OffPeakSchedule(string.Join("; ", rules), offPeak);
    }

    /// <returns>The rule as it is stored.</returns>
    private static string AddRule(string rule, bool[] offPeak)
    {
        var space = rule.LastIndexOf(' ');
        string[] dayWords = space < 0 ? [] : [.. rule[..space].Split(',', StringSplitOptions.TrimEntries).Select(days => string.Join('-', days.Split('-', StringSplitOptions.TrimEntries)).ToLowerInvariant())];
        var days = space < 0 ? Enumerable.Range(0, 7) : dayWords.SelectMany(d => ParseDays(d, rule));
        var times = rule[(space + 1)..].Split('-');
        if (times.Length != 2) throw Wrong(rule);
        var (start, end) = (ParseTime(times[0], rule), ParseTime(times[1], rule));
        if (start == MinutesPerDay) throw Wrong(rule);
        if (end <= start) end += MinutesPerDay;
        foreach (var day in days)
            for (var minute = start; minute < end; minute++)
                offPeak[(day * MinutesPerDay + minute) % MinutesPerWeek] = true;
        return $"{string.Join(',', dayWords)} {times[0]}-{times[1]}".TrimStart();
    }

    private static IEnumerable<int> ParseDays(string text, string rule)
    {
        var ends = text.Split('-');
        var first = Array.IndexOf(DayNames, ends[0]);
        var last = Array.IndexOf(DayNames, ends[^1]);
        if (ends.Length > 2 || first < 0 || last < 0) throw Wrong(rule);
        return Enumerable.Range(first, (last - first + 7) % 7 + 1).Select(day => day % 7);
    }

    private static int ParseTime(string text, string rule)
    {
        if (text == "24:00") return MinutesPerDay;
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.Hour * 60 + time.Minute
            : throw Wrong(rule);
    }

    private static LocalTime TimeOf(int minuteOfWeek) => LocalTime.FromMinutesSinceMidnight(minuteOfWeek % MinutesPerDay);

    private static int MinuteOfWeek(LocalDateTime local) =>
        ((int)local.DayOfWeek - 1) * MinutesPerDay + local.Hour * 60 + local.Minute;

    private static LocalDateTime StartOfMinute(LocalDateTime local) =>
        local.Date.At(new LocalTime(local.Hour, local.Minute));

    private static FormatException Wrong(string rule) => new(
        $"'{rule}' are not off-peak hours; allowed are such as '22:30-06:30' or 'mon-fri 22:00-06:00; sat,sun 00:00-24:00'.");
}
